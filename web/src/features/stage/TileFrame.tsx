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
  /** The name of the group. */
  label: string;
  className?: string;
  speaking?: boolean;
  /** Whether there is a picture to be seen. */
  camera?: 'on' | 'off';
  children: ReactNode;
}

/** A tile's ground, and what can be done with it: seen while it is pointed at, touched, or has the focus. */
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

/** Whether it was touched, which with a finger stands for pointing at it; a touch elsewhere ends that. */
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

  // Not before the click: that would fall on the button which the touch has just brought up.
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
