/** Decorative picture of four tiles; the fourth person is just joining. */
export function Gathering() {
  return (
    <svg className="gathering" viewBox="0 0 560 440" aria-hidden="true" focusable="false">
      <g className="gathering-a">
        <rect width="330" height="214" rx="26" x="0" y="0" />
        <circle cx="165" cy="92" r="42" className="skin-1" />
        <path d="M77 214c0-48 39-80 88-80s88 32 88 80z" className="cloth-1" />
        <path
          d="M122 88c0-30 18-52 46-52 27 0 42 20 42 46-14-4-30-12-38-22-8 16-28 26-50 28z"
          className="hair-1"
        />
      </g>
      <g className="gathering-b">
        <rect width="214" height="214" rx="26" x="346" y="0" />
        <circle cx="453" cy="100" r="36" className="skin-2" />
        <path d="M377 214c0-42 34-70 76-70s76 28 76 70z" className="cloth-2" />
        <path
          d="M415 104c-4-34 12-56 38-56s42 22 38 56c-6-16-14-26-22-30-16 8-44 8-54 30z"
          className="hair-2"
        />
      </g>
      <g className="gathering-c">
        <rect width="214" height="210" rx="26" x="0" y="230" />
        <circle cx="107" cy="328" r="36" className="skin-3" />
        <path d="M31 440c0-40 34-68 76-68s76 28 76 68z" className="cloth-3" />
        <path
          d="M70 330c-8-40 10-62 37-62 30 0 46 24 37 62 6 20 8 34 2 46-10-8-14-44-18-62-14-2-30-8-38-18-4 14-12 26-20 34z"
          className="hair-3"
        />
      </g>
      <g className="gathering-d">
        <rect width="330" height="210" rx="26" x="230" y="230" />
        <path d="M431 306a42 42 0 1 0 0 58" className="door" />
        <circle cx="445" cy="335" r="14" className="comer" />
      </g>
      <rect className="gathering-speaking" width="330" height="214" rx="26" x="0" y="0" />
    </svg>
  );
}
