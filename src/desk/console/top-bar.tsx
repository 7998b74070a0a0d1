/** Our name, the pages of one's role, and what belongs to oneself. */
import { useEffect, useRef } from 'react';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useDesk } from './desk-context.ts';
import { Button } from './parts/button.tsx';
import { Lighthouse } from './parts/lighthouse.tsx';
import { Link } from './parts/link.tsx';
import { useSay } from './phrases.ts';
import { go, place } from './place.ts';
import type { PageName, Place } from './place.ts';
import { pagesOf } from './roles.ts';
import { useWatched } from './watched.ts';

export function TopBar({ onHelp }: { readonly onHelp: () => void }) {
  const { me } = useDesk();
  const say = useSay();
  const here = useWatched(place);
  const pages = me.duty === null ? pagesOf(me.role) : [];
  const menu = useRef<HTMLElement>(null);
  // On a narrow screen the menu is wider than its room.
  useEffect(() => {
    menu.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [here]);
  return (
    <header className="top-bar">
      <Link to={{ page: null }} className="brand" label={say('shell.home')}>
        <Lighthouse />
        <span className="brand-name">Faro</span>
      </Link>
      <nav className="menu" ref={menu} aria-label={say('shell.menu')}>
        {pages.map((page) => (
          <Link
            key={page}
            to={placeOf(page)}
            className="menu-link"
            isCurrent={here.page === page || (here.page === null && pages[0] === page)}
          >
            {say(`page.${page}`)}
          </Link>
        ))}
      </nav>
      <AccountMenu onHelp={onHelp} />
    </header>
  );
}

function placeOf(page: PageName): Place {
  return page === 'cases' ? { page, caseId: null } : { page };
}

function AccountMenu({ onHelp }: { readonly onHelp: () => void }) {
  const { me, signOut } = useDesk();
  const say = useSay();
  const jobs: Readonly<Record<string, () => void>> = {
    account: () => go({ page: 'account' }),
    help: onHelp,
    out: () => void signOut(),
  };
  return (
    <MenuTrigger>
      <Button look="quiet" icon="person" label={say('shell.account_of', { name: me.name })}>
        <span className="account-name">{me.name}</span>
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="list-box" aria-label={say('shell.account')} onAction={(key) => jobs[String(key)]?.()}>
          <MenuItem id="account" className="list-item">
            {say('page.account')}
          </MenuItem>
          <MenuItem id="help" className="list-item">
            {say('shell.help')}
          </MenuItem>
          <MenuItem id="out" className="list-item">
            {say('shell.sign_out')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
