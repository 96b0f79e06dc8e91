import { textOf, type Row } from '../../../shared/rows';

/** What the report says about a template. */
export interface TemplateName {
	name: string;
	/** Its share among those it competes with; never negative. */
	weight: number;
	/** Templates with the same text here compete for the same orders. */
	rivals: string;
}

/** Shops and templates by the ids that the log holds. */
export interface Names {
	stores: Map<string, string>;
	templates: Map<string, TemplateName>;
}

/**
 * @param stores rows of `whatsapp_settings`; of two with one code the first counts
 * @param templates rows of `whatsapp_templates`
 */
export function namesOf(stores: Row[], templates: Row[]): Names {
	const names: Names = { stores: new Map(), templates: new Map() };
	for (const { store_id, shop_name } of stores) {
		const id = textOf(store_id);
		if (id && !names.stores.has(id)) names.stores.set(id, textOf(shop_name) || id);
	}
	for (const { id, template_name, weight, store_id, order_kind } of templates) {
		if (!textOf(id)) continue;
		names.templates.set(textOf(id), {
			name: textOf(template_name) || `Шаблон ${textOf(id)}`,
			weight: Math.max(0, Number(weight) || 0),
			rivals: JSON.stringify([textOf(store_id), textOf(order_kind)]),
		});
	}
	return names;
}

export function storeName({ stores }: Names, id: string): string {
	return stores.get(id) ?? id;
}
