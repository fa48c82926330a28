import { SidebarItem } from '@backstage/core-components';
import {
  identityApiRef,
  useApi,
  type BackstageUserIdentity,
  type ProfileInfo,
} from '@backstage/core-plugin-api';
import PersonIcon from '@material-ui/icons/Person';
import { useEffect, useState } from 'react';
import { demoPeople } from '../demo/people';

/** Who is signed in, with a link to the person's page. Not with Backstage's avatar, whose initials are too pale here. */
export function SignedInItem() {
  const identityApi = useApi(identityApiRef);
  const [person, setPerson] = useState<[ProfileInfo, BackstageUserIdentity]>();

  useEffect(() => {
    Promise.all([
      identityApi.getProfileInfo(),
      identityApi.getBackstageIdentity(),
    ]).then(setPerson);
  }, [identityApi]);

  if (!person) {
    return null;
  }
  const [{ displayName }, { userEntityRef }] = person;
  const [kind, namespace, name] = userEntityRef.split(/[:/]/);
  // The demo's sign-in knows no names.
  const title =
    displayName ??
    demoPeople.find(({ userName }) => userName === name)?.displayName ??
    name;
  return (
    <SidebarItem
      icon={PersonIcon}
      text={title}
      to={`/catalog/${namespace}/${kind}/${name}`}
    />
  );
}
