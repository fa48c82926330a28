import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import IconButton from '@material-ui/core/IconButton';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import MoreVert from '@material-ui/icons/MoreVert';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import type { DialogLink } from '../../routes/usePaths';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';

/** Less frequent actions of an environment. */
export function EnvironmentMenu(props: {
  state: EnvironmentState;
  onOpen(dialog: DialogLink): void;
}) {
  const { state, onOpen } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const [anchor, setAnchor] = useState<HTMLElement>();
  const kinds = (['restart', 'remove'] as const).filter(
    kind => state.actions[kind],
  );
  if (kinds.length === 0) {
    return null;
  }
  return (
    <>
      <IconButton
        size="small"
        aria-haspopup="menu"
        aria-label={t('environment.menu', {
          environment: state.environment.title,
        })}
        onClick={event => setAnchor(event.currentTarget)}
      >
        <MoreVert fontSize="small" />
      </IconButton>
      <Menu
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={() => setAnchor(undefined)}
      >
        {kinds.map(kind => (
          <MenuItem
            key={kind}
            onClick={() => {
              setAnchor(undefined);
              onOpen({ environment: state.environment.name, kind });
            }}
          >
            {t(`environment.${kind}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
