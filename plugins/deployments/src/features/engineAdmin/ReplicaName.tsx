/** Enough of a replica's id to tell it from the others; the whole of it on hover. */
export function ReplicaName(props: { id: string }) {
  return <code title={props.id}>{props.id.slice(0, 8)}</code>;
}
