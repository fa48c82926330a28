import { Avatar, SidebarItem } from '@backstage/core-components';
import {
  identityApiRef,
  useApi,
  type BackstageUserIdentity,
  type ProfileInfo,
} from '@backstage/core-plugin-api';
import { useEffect, useState } from 'react';
import { demoPeople } from '../demo/people';

const AVATAR_STYLE = { width: 24, height: 24, fontSize: 10 };

/** Who is signed in: the name and the avatar or initials, with a link to the person's page. */
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
  const [{ displayName, picture }, { userEntityRef }] = person;
  const [kind, namespace, name] = userEntityRef.split(/[:/]/);
  // The demo's sign-in knows no names.
  const title =
    displayName ??
    demoPeople.find(({ userName }) => userName === name)?.displayName ??
    name;
  return (
    <SidebarItem
      icon={() => (
        <span aria-hidden>
          <Avatar
            displayName={title}
            picture={picture}
            customStyles={AVATAR_STYLE}
          />
        </span>
      )}
      text={title}
      to={`/catalog/${namespace}/${kind}/${name}`}
    />
  );
}
