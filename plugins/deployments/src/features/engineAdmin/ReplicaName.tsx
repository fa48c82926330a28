/** A shortened replica id; the full id on hover. */
export function ReplicaName(props: { id: string }) {
  return <code title={props.id}>{props.id.slice(0, 8)}</code>;
}
