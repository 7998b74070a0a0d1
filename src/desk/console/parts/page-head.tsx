import type { ReactNode } from 'react';

export interface PageHeadProps {
  readonly title: string;
  readonly lead?: string;
  /** What one comes to this page for. */
  readonly children?: ReactNode;
}

export function PageHead({ title, lead, children }: PageHeadProps) {
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {lead !== undefined && <p className="quiet">{lead}</p>}
      </div>
      {children}
    </header>
  );
}
