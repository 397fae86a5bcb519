/** The name and its mark: a hop from a client to a machine. */
export function Brand() {
  return (
    <span className="brand">
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path
          d="M3 14.5a7 7 0 0 1 14 0"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeDasharray="2.6 2.4"
        />
        <circle cx="3.5" cy="15" r="2.5" fill="currentColor" />
        <rect x="14" y="12.5" width="5" height="5" rx="1" fill="var(--accent)" />
      </svg>
      kubehop
    </span>
  );
}
