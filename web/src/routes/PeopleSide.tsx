import { Audience } from '../features/hosts/Audience';
import { HostPanel } from '../features/hosts/HostPanel';
import { PeoplePanel } from '../features/people/PeoplePanel';

/** The participants and, for hosts, the settings of the meeting. */
export default function PeopleSide() {
  return (
    <PeoplePanel>
      <HostPanel />
      <Audience />
    </PeoplePanel>
  );
}
