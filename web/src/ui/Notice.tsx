import './Notice.css';

import { Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

interface NoticeProps {
  tone: 'info' | 'warn' | 'danger';
  title?: string;
  children?: ReactNode;
  actions?: ReactNode;
  icon?: LucideIcon;
  /** `alert` interrupts a screen reader, `status` waits. */
  role?: 'alert' | 'status';
}

/** A notice with actions. */
export function Notice({ tone, title, children, actions, icon, role }: NoticeProps) {
  const Icon = icon ?? (tone === 'info' ? Info : TriangleAlert);
  return (
    <div className="notice" data-tone={tone} role={role}>
      <Icon className="notice-icon" aria-hidden="true" />
      <div className="notice-body">
        {title && <p className="notice-title">{title}</p>}
        {children}
        {actions && <div className="notice-actions">{actions}</div>}
      </div>
    </div>
  );
}
