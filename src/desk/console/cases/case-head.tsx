/** Above the conversation: what it is about, how long one may still write, and what can be done with the case. */
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import type { CaseView } from '../../../core/desk.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import { useSay, useSpeech } from '../phrases.ts';
import { go } from '../place.ts';
import type { DialogName } from './case-dialogs.tsx';
import type { PanelTab } from './case-panel.tsx';
import { languageName, titleOf } from './names.ts';
import { WindowCountdown } from './window-countdown.tsx';

export interface CaseHeadProps {
  readonly view: CaseView;
  readonly panel: PanelTab | null;
  readonly onPanel: (tab: PanelTab | null) => void;
  readonly onDialog: (name: DialogName) => void;
}

export function CaseHead({ view, panel, onPanel, onDialog }: CaseHeadProps) {
  const { me, settings } = useDesk();
  const speech = useSpeech();
  const { say } = speech;
  const isHeld = view.owner?.id === me.id && view.state === 'taken';
  return (
    <header className="case-head">
      <span className="narrow-only">
        <Button look="quiet" icon="back" label={say('case.back')} onPress={() => go({ page: 'cases', caseId: null })} />
      </span>
      <div className="case-name">
        <h2>
          {titleOf(speech, settings, view)}
          {view.urgency === 'urgent' && <span className="badge badge-urgent">{say('queue.urgent')}</span>}
        </h2>
        <p className="case-facts quiet">
          {languageName(speech, view.language)} · {say(`channel.${view.channel}`)}
          <WindowCountdown endsAtMs={view.windowEndsAtMs} />
        </p>
      </div>
      <div className="case-jobs">
        <Button
          look="quiet"
          icon="details"
          label={say('case.panel')}
          aria-expanded={panel !== null}
          onPress={() => onPanel(panel === null ? 'details' : null)}
        />
        {isHeld && <CaseMenu view={view} onDialog={onDialog} />}
        {isHeld && (
          <Button icon="check" label={say('case.close')} onPress={() => onDialog('close')}>
            <span className="wide-only">{say('case.close')}</span>
          </Button>
        )}
      </div>
    </header>
  );
}

function CaseMenu({ view, onDialog }: Pick<CaseHeadProps, 'view' | 'onDialog'>) {
  const say = useSay();
  const jobs: readonly DialogName[] = [
    'transfer',
    'park',
    'return',
    'release',
    ...(view.channel === 'whatsapp' ? (['location'] as const) : []),
    'number',
    'propose',
  ];
  return (
    <MenuTrigger>
      <Button look="quiet" icon="menu" label={say('case.more')} />
      <Popover className="popover" placement="bottom end">
        <Menu
          className="list-box"
          aria-label={say('case.more')}
          onAction={(key) => {
            const job = jobs.find((one) => one === key);
            if (job !== undefined) onDialog(job);
          }}
        >
          {jobs.map((job) => (
            <MenuItem key={job} id={job} className="list-item">
              {say(`job.${job}`)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
