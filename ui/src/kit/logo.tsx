/* The mark: a heart in a rounded square. */
export function Logo({ size = 36 }: { size?: number }) {
	return (
		<svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
			<rect width="32" height="32" rx="10" fill="#125a4d" />
			<path
				d="M16 24.2c-5.3-3.4-8.4-6.4-8.4-10.1 0-2.6 2-4.6 4.5-4.6 1.6 0 3 .8 3.9 2.1.9-1.3 2.3-2.1 3.9-2.1 2.5 0 4.5 2 4.5 4.6 0 3.7-3.1 6.7-8.4 10.1z"
				fill="#a9e6d2"
			/>
		</svg>
	);
}
