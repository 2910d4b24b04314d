import { expect, it } from 'vitest';

import { iconFiles, withOwnFiles } from './icons';

const FILES =
  iconFiles(`export { default as AlertTriangle, default as TriangleAlert } from './icons/triangle-alert.mjs';
export { default as X, default as XIcon } from './icons/x.mjs';`);

it('imports each icon from its own file, and no types', () => {
  const code = `import {
  type LucideIcon,
  TriangleAlert,
  X as Close,
} from 'lucide-react';`;
  expect(withOwnFiles(code, FILES)).toBe(
    "import TriangleAlert from 'lucide-react/icons/triangle-alert'; import Close from 'lucide-react/icons/x';",
  );
});

it('refuses an icon that the package does not have', () => {
  expect(() => withOwnFiles("import { Y } from 'lucide-react';", FILES)).toThrow('no icon Y');
});
