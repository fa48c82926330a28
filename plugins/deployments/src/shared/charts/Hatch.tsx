/** A hatch pattern for incomplete periods. Not a colour, so that everybody can see it. */
export function Hatch(props: { id: string; colour: string }) {
  const { id, colour } = props;
  return (
    <defs>
      <pattern
        id={id}
        width={6}
        height={6}
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <line x1={0} y1={0} x2={0} y2={6} stroke={colour} strokeWidth={3} />
      </pattern>
    </defs>
  );
}
