/** A person of the example company, as the sign-in page shows them. */
export interface DemoPerson {
  /** The entity name in examples/org.yaml. */
  userName: string;
  displayName: string;
  role: string;
  team: string;
  /** What a visitor can try as this person. */
  does: string;
}

/**
 * Listed here as well as in the catalog, because nobody may read the catalog
 * before they sign in. A test keeps the two equal.
 */
export const demoPeople: readonly DemoPerson[] = [
  {
    userName: 'ana',
    displayName: 'Ana Duarte',
    role: 'Developer',
    team: 'Checkout team',
    does: 'Deploys checkout and payments',
  },
  {
    userName: 'ben',
    displayName: 'Ben Okafor',
    role: 'Developer',
    team: 'Catalog team',
    does: 'Deploys the catalog API and inventory',
  },
  {
    userName: 'carla',
    displayName: 'Carla Nilsson',
    role: 'Release manager',
    team: 'Storefront team',
    does: 'Approves what goes to production',
  },
  {
    userName: 'dmitri',
    displayName: 'Dmitri Volkov',
    role: 'Platform lead',
    team: 'Platform team',
    does: 'Writes golden paths and may override freezes and holds',
  },
  {
    userName: 'eva',
    displayName: 'Eva Lindqvist',
    role: 'Auditor',
    team: 'Auditors',
    does: 'Reads everything and changes nothing',
  },
];
