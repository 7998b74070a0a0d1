/** What is asked before something happens to a case. */
import type { OpenCaseProps } from './case-screen.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { NumberDialog } from './number-dialog.tsx';
import { ParkDialog } from './park-dialog.tsx';
import { ProposeDialog } from './propose-dialog.tsx';
import { TransferDialog } from './transfer-dialog.tsx';

export type DialogName = 'transfer' | 'park' | 'close' | 'return' | 'release' | 'location' | 'number' | 'propose';

export interface CaseDialogProps extends OpenCaseProps {
  readonly onClose: () => void;
}

export function CaseDialogs({ name, ...props }: CaseDialogProps & { readonly name: DialogName }) {
  switch (name) {
    case 'transfer':
      return <TransferDialog {...props} />;
    case 'park':
      return <ParkDialog {...props} />;
    case 'close':
      return <CloseDialog {...props} />;
    case 'number':
      return <NumberDialog {...props} />;
    case 'propose':
      return <ProposeDialog view={props.view} fact={null} onClose={props.onClose} />;
    case 'return':
    case 'release':
    case 'location':
      return <ConfirmDialog {...props} job={name} />;
  }
}
