/** Slipway's mark: a hull on its way down the ramp. */
export function LogoIcon({ size = 28 }: { size?: number }) {
  return (
    <svg
      aria-hidden
      width={size}
      height={size}
      viewBox="0 0 32 32"
      xmlns="http://www.w3.org/2000/svg"
    >
      <rect width="32" height="32" rx="7" fill="#12343b" />
      <path d="M4 26h24v-9.5z" fill="#e1b382" />
      <path
        d="M5.5 16.5 25 9.4l-2.4 7.200a3 3 0 0 1-1.800 1.800l-8.700 3.200a3 3 0 0 1-2.800-.4z"
        fill="#fff"
      />
      <path d="M12.5 12.200 18.5 10V4z" fill="#7fc8c2" />
    </svg>
  );
}
