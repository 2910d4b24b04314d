import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react';

import { toast } from '../stores/toasts';
import { strings, type TextPart, textsReady } from '../strings';

type Load<Props> = () => Promise<{ default: ComponentType<Props> }>;

interface PartProps {
  /** Shown while the part loads. */
  fallback?: ReactNode;
  /**
   * Called if loading failed, after a toast has told the person, or if they pressed Escape
   * meanwhile. Without it, the page shows that it failed.
   */
  onCancel?: () => void;
}

/** Preloads of all parts that this page knows. */
const known = new Set<() => Promise<void>>();

/**
 * A component in a chunk of its own, which loads with its texts when it is first shown or
 * preloaded. A load that failed is tried again the next time: a meeting outlives a lost connection.
 */
export function part<Props extends object>(load: Load<Props>, ...texts: TextPart[]) {
  let loaded: ComponentType<Props> | null = null;
  let loading: Promise<void> | null = null;

  /** Resolves when the part can be shown; rejects if it could not be loaded. */
  const preload = (): Promise<void> => {
    loading ??= Promise.all([load(), textsReady('start', ...texts)]).then(
      async ([module]) => {
        await stylesReady();
        loaded = module.default;
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  known.add(preload);

  function Part({ fallback = null, onCancel, ...props }: Props & PartProps) {
    const [failure, setFailure] = useState<{ error: unknown } | null>(null);
    const [, setShown] = useState(loaded !== null);
    const cancel = useRef(onCancel);
    useEffect(() => {
      cancel.current = onCancel;
    });
    useEffect(() => {
      if (loaded) return;
      let over = false;
      const handleKey = ({ key, defaultPrevented }: KeyboardEvent): void => {
        if (key === 'Escape' && !defaultPrevented && !loaded) cancel.current?.();
      };
      addEventListener('keydown', handleKey);
      preload().then(
        () => !over && setShown(true),
        (error: unknown) => {
          if (over) return;
          if (!cancel.current) return setFailure({ error });
          toast(strings().common.partFailed, 'danger');
          cancel.current();
        },
      );
      return () => {
        over = true;
        removeEventListener('keydown', handleKey);
      };
    }, []);
    if (failure) throw failure.error;
    const Loaded = loaded;
    return Loaded ? <Loaded {...(props as unknown as Props)} /> : fallback;
  }

  return Object.assign(Part, {
    preload,
    /** Preloads; a failure is reported when the part is shown. */
    prepare: (): void => void preload().catch(() => {}),
  });
}

/** Stylesheets that could not be loaded. */
const failedStyles = new Set<HTMLLinkElement>();

if (typeof document !== 'undefined') {
  // These events do not bubble.
  document.addEventListener(
    'error',
    ({ target }) => {
      const isStyles = target instanceof HTMLLinkElement && target.rel === 'stylesheet';
      if (isStyles) failedStyles.add(target);
    },
    true,
  );
}

/**
 * Loads the stylesheets again that failed. The bundler's own loader asks for each only once, so a
 * part whose script was loaded again would be shown without its styles.
 */
async function stylesReady(): Promise<void> {
  await Promise.all(
    [...failedStyles].map(
      (link) =>
        new Promise<void>((resolve, reject) => {
          const again = link.cloneNode() as HTMLLinkElement;
          again.addEventListener('load', () => resolve());
          again.addEventListener('error', () => reject(new Error(`not loaded: ${link.href}`)));
          failedStyles.delete(link);
          link.replaceWith(again);
        }),
    ),
  );
}

/** Loads every part, also those that the loaded ones bring. Tests render parts at once. */
export async function loadAllParts(): Promise<void> {
  const done = new Set<() => Promise<void>>();
  for (let left = [...known]; left.length > 0; left = [...known].filter((one) => !done.has(one))) {
    for (const preload of left) done.add(preload);
    await Promise.all(left.map((preload) => preload()));
  }
}
