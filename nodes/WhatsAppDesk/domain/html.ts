const ESCAPES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Any text as HTML that shows it; safe inside an attribute with quotes. */
export function escapeHtml(value: unknown): string {
	return String(value ?? '').replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

/** As `escapeHtml`, with its line breaks. */
export function escapeLines(value: unknown): string {
	return escapeHtml(value).replaceAll('\n', '<br>');
}

/** n8n takes tags out of the options of a drop-down: the quotation marks that look like them stay. */
export function optionText(value: unknown): string {
	return String(value ?? '')
		.replaceAll('<', '‹')
		.replaceAll('>', '›');
}

/** The coloured lines on top of a page: what went well, what to look at, what is wrong. */
export interface Notices {
	good?: string;
	warning?: string;
	bad?: string;
}

/** The colours are those of `look.ts`. */
export function noticesHtml({ good, warning, bad }: Notices): string {
	return [
		bad && `<h5>${escapeLines(bad)}</h5>`,
		good && `<h6>${escapeLines(good)}</h6>`,
		warning && `<h4>${escapeLines(warning)}</h4>`,
	]
		.filter(Boolean)
		.join('');
}
