import { useEffect, useRef, useState } from 'react';
import type { IdentityApi } from '@backstage/core-plugin-api';
import { ProxiedSignInPage } from '@backstage/core-components';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { ChoosePerson } from './ChoosePerson';
import { SignInError } from './SignInError';
import { rememberedPerson } from './rememberedPerson';
import { startAnew } from './startAnew';

/** The header that the backend's demo provider believes. */
const DEMO_USER_HEADER = 'x-slipway-demo-user';

function forgetOnSignOut(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    signOut: async () => {
      rememberedPerson.clear();
      await identity.signOut();
    },
  };
}

/** The demo portal's sign-in: choose a person, no password. */
export function SignInPage({ onSignInSuccess }: SignInPageProps) {
  const [userName, setUserName] = useState(rememberedPerson.get);
  const isSignedIn = useRef(false);

  useEffect(() => {
    const stop = rememberedPerson.watch(userName, startAnew);
    // This page goes away when somebody has signed in; who that is is watched as long as the tab is open.
    return () => {
      if (!isSignedIn.current) {
        stop();
      }
    };
  }, [userName]);

  if (!userName) {
    return (
      <ChoosePerson
        onChoose={chosen => {
          rememberedPerson.set(chosen);
          setUserName(chosen);
        }}
      />
    );
  }

  return (
    <ProxiedSignInPage
      provider="demo"
      headers={{ [DEMO_USER_HEADER]: userName }}
      onSignInSuccess={identity => {
        isSignedIn.current = true;
        onSignInSuccess(forgetOnSignOut(identity));
      }}
      ErrorComponent={({ error }) => (
        <SignInError
          error={error}
          onBack={() => {
            rememberedPerson.clear();
            setUserName(undefined);
          }}
        />
      )}
    />
  );
}
