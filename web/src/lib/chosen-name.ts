const MIN = 3;
const MAX = 40;

/** Names that the server keeps for itself are known to the server alone. */
export type ChosenNameProblem = 'nameInvalid' | 'nameLikeCode';

/** Why a host cannot choose a name for the link; null if the server may accept it. */
export function chosenNameProblem(name: string): ChosenNameProblem | null {
  if (name.length < MIN || name.length > MAX || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    return 'nameInvalid';
  }
  return looksLikeCode(name) ? 'nameLikeCode' : null;
}

/** True for a meeting's code, and for one in which digits were typed by mistake. */
function looksLikeCode(text: string): boolean {
  return hasCodeShape(text) || /^[a-z]{10}$/.test(text);
}

/** True for three groups of three, four and three letters or digits. */
export function hasCodeShape(text: string): boolean {
  return /^[a-z0-9]{3}[-\s][a-z0-9]{4}[-\s][a-z0-9]{3}$/i.test(text);
}
