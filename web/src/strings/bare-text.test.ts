import { readdirSync, readFileSync } from 'node:fs';
import { parseAst } from 'vite';
import { expect, it } from 'vitest';

interface Node {
  type: string;
  start: number;
  [field: string]: unknown;
}

/** Attributes whose text a person sees or hears. */
const SPOKEN = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'consequence',
  'groupLabel',
  'hint',
  'label',
  'placeholder',
  'title',
]);
const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'MethodDefinition',
]);
const LETTERS = /\p{L}{2}/u;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** Faults of a file: texts outside `strings/`, and texts read before the language is known. */
function faults(name: string, code: string): string[] {
  const found: string[] = [];
  const note = (node: Node, what: string) => {
    const line = code.slice(0, node.start).split('\n').length;
    found.push(`${name}:${line}: ${what.trim()}`);
  };
  /** `spoken`: true if a person sees or hears a literal at this place. */
  const visit = (node: Node, spoken: boolean, inFunction: boolean) => {
    const text = node.type === 'JSXText' ? String(node.value) : spoken ? literal(node) : null;
    if (text !== null && LETTERS.test(text)) note(node, text);
    if (node.type === 'CallExpression' && !inFunction) {
      const { type, name: called } = node.callee as Node;
      if (type === 'Identifier' && /^(strings|useStrings)$/.test(String(called))) {
        note(node, `${called}() at the top level of the module`);
      }
    }
    for (const [field, child] of Object.entries(node)) {
      for (const one of Array.isArray(child) ? child : [child]) {
        if (!isNode(one)) continue;
        visit(one, isSpoken(node, field, one, spoken), inFunction || FUNCTIONS.has(node.type));
      }
    }
  };
  visit(parseAst(code, { lang: 'tsx' }) as unknown as Node, false, false);
  return found;
}

/** True if a person sees or hears a literal in this field of a node. */
function isSpoken(node: Node, field: string, child: Node, spoken: boolean): boolean {
  switch (node.type) {
    case 'JSXAttribute':
      return field === 'value' && SPOKEN.has(String((node.name as Node).name));
    case 'JSXElement':
    case 'JSXFragment':
      return child.type === 'JSXExpressionContainer';
    case 'JSXExpressionContainer':
      return spoken;
    // Both branches, as in `{on ? 'Mute' : 'Unmute'}`, count like the whole expression.
    case 'ConditionalExpression':
      return spoken && field !== 'test';
    case 'LogicalExpression':
      return spoken && !(field === 'left' && node.operator === '&&');
    default:
      return false;
  }
}

function literal(node: Node): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral') return null;
  return (node.quasis as { value: { raw: string } }[]).map(({ value }) => value.raw).join(' ');
}

it('finds what it looks for', () => {
  const of = (code: string) => faults('x.tsx', code).map((fault) => fault.split(': ')[1]);
  expect(of('<p>Hello</p>')).toEqual(['Hello']);
  expect(of('<p>{a ? "Yes" : b || `No`}</p>')).toEqual(['Yes', 'No']);
  expect(of('<p aria-label="Hello" className="hello" />')).toEqual(['Hello']);
  expect(of('<p title={a ? "Hello" : undefined} className={a ? "b" : "cd"} />')).toEqual(['Hello']);
  expect(of('const a = strings().b;')).toEqual(['strings() at the top level of the module']);
  expect(of('const a = () => strings().b;')).toEqual([]);
  expect(of('<p id="hello">{t.hello} · {a === "hello" && <b>{a}</b>}</p>')).toEqual([]);
});

it('shows no text but those of strings/', () => {
  const src = new URL('..', import.meta.url);
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.(test|gen)\.tsx?$/.test(file),
  );
  expect(files.length).toBeGreaterThan(100);
  const all = files.flatMap((file) => faults(file, readFileSync(new URL(file, src), 'utf8')));
  expect(all).toEqual([]);
}, 60_000);
