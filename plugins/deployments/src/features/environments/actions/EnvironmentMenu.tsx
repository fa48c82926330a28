import { Link } from '@backstage/core-components';
import IconButton from '@material-ui/core/IconButton';
import ListItemText from '@material-ui/core/ListItemText';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import MoreVert from '@material-ui/icons/MoreVert';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';

/** An entry of an environment's menu. */
export interface MenuAction {
  label: string;
  /** What a press does: something here, or opening an address. */
  press: (() => void) | { url: string };
  /** Why it cannot be pressed. */
  refusal?: string;
}

/** Everything that can be done in an environment and has no button. */
export function EnvironmentMenu(props: {
  /** The environment's title. */
  environment: string;
  actions: MenuAction[];
}) {
  const { environment, actions } = props;
  const { t } = useTranslation();
  const [anchor, setAnchor] = useState<HTMLElement>();
  if (actions.length === 0) {
    return null;
  }
  const close = () => setAnchor(undefined);
  return (
    <>
      <IconButton
        size="small"
        aria-haspopup="menu"
        aria-label={t('environment.menu', { environment })}
        onClick={event => setAnchor(event.currentTarget)}
      >
        <MoreVert fontSize="small" />
      </IconButton>
      <Menu
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={close}
        // The reason why something cannot be done must be reachable by keyboard.
        MenuListProps={{ disabledItemsFocusable: true, dense: true }}
      >
        {actions.map(({ label, press, refusal }) =>
          typeof press === 'function' ? (
            <MenuItem
              key={label}
              disabled={refusal !== undefined}
              onClick={() => {
                close();
                press();
              }}
            >
              <ListItemText
                primary={label}
                secondary={refusal}
                secondaryTypographyProps={{
                  style: { maxWidth: 320, whiteSpace: 'normal' },
                }}
              />
            </MenuItem>
          ) : (
            <MenuItem
              key={label}
              component={Link}
              to={press.url}
              color="inherit"
              underline="none"
              onClick={close}
            >
              <ListItemText primary={label} />
            </MenuItem>
          ),
        )}
      </Menu>
    </>
  );
}
