import { create } from 'zustand';

export type Panel = 'chat' | 'people' | 'interview';

interface PanelState {
  open: Panel | null;
  /** It opened by itself: the focus stays where it is. */
  quiet: boolean;
}

/** Which side panel is open: at most one. */
export const usePanel = create<PanelState>()(() => ({ open: null, quiet: false }));

export function togglePanel(panel: Panel): void {
  usePanel.setState(({ open }) => ({ open: open === panel ? null : panel, quiet: false }));
}

/** Opens it without anybody having asked for it. */
export function openQuietly(panel: Panel): void {
  if (usePanel.getState().open !== panel) usePanel.setState({ open: panel, quiet: true });
}

export function closePanel(): void {
  usePanel.setState({ open: null, quiet: false });
}
