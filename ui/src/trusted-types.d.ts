/* The part of Trusted Types that is used; TypeScript does not know it yet. */
interface Window {
	trustedTypes?: { createPolicy?: (name: 'default', rules: { createHTML: (text: string) => string }) => unknown };
}
