import { useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect, useRef, useState } from 'react';
import { deploymentsApiRef } from '../../../api/DeploymentsApi';
import {
  EMPTY_VIEW,
  watchDeployment,
  type DeploymentView,
} from './watchDeployment';

/** A deployment as it happens. `refresh` asks for it at once, after a command for one. */
export function useDeploymentView(
  id: string,
): DeploymentView & { refresh(): Promise<void> } {
  const api = useApi(deploymentsApiRef);
  const [shown, setShown] = useState({ id, view: EMPTY_VIEW });
  const watch = useRef<ReturnType<typeof watchDeployment>>();

  useEffect(() => {
    const current = watchDeployment({
      api,
      id,
      onChange: view => setShown({ id, view }),
    });
    watch.current = current;
    return () => current.stop();
  }, [api, id]);

  const refresh = useCallback(
    async () => watch.current?.refresh().catch(() => {}),
    [],
  );
  // What was another deployment's must not show under this one's address, not for one rendering.
  return { ...(shown.id === id ? shown.view : EMPTY_VIEW), refresh };
}
