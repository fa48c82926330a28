/** A toast's title in the colour of text: Backstage's colours for its status have too little contrast. The icon keeps them. */
export function ToastTitle(props: { children: string }) {
  return (
    <span style={{ color: 'var(--bui-fg-primary)' }}>{props.children}</span>
  );
}
