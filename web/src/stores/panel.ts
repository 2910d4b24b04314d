import { create } from 'zustand';

export type Panel = 'chat' | 'people' | 'interview';

interface PanelState {
  open: Panel | null;
  /** True if the panel opened by itself: the focus then stays where it is. */
  quiet: boolean;
}

/** The open side panel; at most one. */
export const usePanel = create<PanelState>()(() => ({ open: null, quiet: false }));

export function togglePanel(panel: Panel): void {
  usePanel.setState(({ open }) => ({ open: open === panel ? null : panel, quiet: false }));
}

/** Opens a panel that the person did not ask for. */
export function openQuietly(panel: Panel): void {
  if (usePanel.getState().open !== panel) usePanel.setState({ open: panel, quiet: true });
}

export function closePanel(): void {
  usePanel.setState({ open: null, quiet: false });
}
