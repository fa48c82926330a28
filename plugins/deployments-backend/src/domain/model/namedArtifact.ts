/** The artifact of a registered version, and the version's name. */
export interface NamedArtifact {
  /** The service's entity ref. */
  service: string;
  artifact: string;
  name: string;
}
