import { escapeHtml } from './html';

/** Paths of the forms below `/form/`. */
const PATHS = {
	start: 'whatsapp',
	shop: 'whatsapp-settings',
	session: 'whatsapp-session',
	general: 'whatsapp-general',
};

export type PageName = keyof typeof PATHS;

/**
 * A link from any page of a form to the first page of another one. Relative: n8n may live below a
 * path. @param store the code of the shop that the other page begins with
 */
export function linkHtml(page: PageName, text: string, store = ''): string {
	const query = store === '' ? '' : `?store=${encodeURIComponent(store)}`;
	return `<a href="../form/${PATHS[page]}${escapeHtml(query)}">${escapeHtml(text)}</a>`;
}

const WORDS: Record<PageName, string> = {
	start: 'Все страницы',
	shop: 'Настройки магазинов',
	session: 'WhatsApp-сессия и QR-код',
	general: 'Общие настройки',
};

/** The last line of a page: where else to go. */
export function linksHtml(pages: PageName[]): string {
	return `<p>${pages.map((page) => linkHtml(page, WORDS[page])).join(' · ')}</p>`;
}
