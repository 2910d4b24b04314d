import './Tile.css';

import {
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';

import { type TileRef, useStage } from '../../stores/stage';
import { isSame } from './spotlight';
import { TileActions } from './TileActions';

interface TileFrameProps {
  tile: TileRef;
  /** Accessible name of the tile. */
  label: string;
  className?: string;
  speaking?: boolean;
  /** Camera state, as a hook for styles and tests. */
  camera?: 'on' | 'off';
  children: ReactNode;
}

/** Tile background and buttons. The buttons show on hover, touch or focus. */
export function TileFrame({ tile, label, className, speaking, camera, children }: TileFrameProps) {
  const ref = useRef<HTMLDivElement>(null);
  const pinned = useStage((state) => isSame(state.pinned, tile));
  const { touched, ...touch } = useTouched(ref);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields.
    <div
      ref={ref}
      className={['tile', className].filter(Boolean).join(' ')}
      role="group"
      aria-label={label}
      data-tile={`${tile.source} ${tile.participant}`}
      data-speaking={speaking || undefined}
      data-camera={camera}
      data-pinned={pinned || undefined}
      data-touched={touched || undefined}
      {...touch}
    >
      {children}
      <TileActions frame={ref} tile={tile} label={label} pinned={pinned} />
    </div>
  );
}

/** True from a touch of the tile to a touch elsewhere: touch screens have no hover. */
function useTouched(ref: { current: HTMLElement | null }) {
  const [touched, setTouched] = useState(false);
  useEffect(() => {
    if (!touched) return;
    const elsewhere = (event: Event) => {
      if (event.target instanceof Node && !ref.current?.contains(event.target)) setTouched(false);
    };
    document.addEventListener('pointerdown', elsewhere);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, [touched, ref]);

  // Waits for the click: on pointerdown the buttons would appear and take the click.
  const pointer = useRef('mouse');
  const onPointerDown = ({ pointerType }: PointerEvent) => {
    pointer.current = pointerType;
  };
  const onClick = ({ target }: MouseEvent) => {
    if (pointer.current === 'mouse') return;
    if (target instanceof Element && target.closest('button')) return;
    setTouched(!touched);
  };
  return { touched, onPointerDown, onClick };
}
