import { textOf, type Row } from '../../shared/rows';
import { dropdown, htmlField, textArea, textField, type FormField, type FormPage } from './form';
import { escapeHtml, noticesHtml, optionText } from './html';
import {
	KINDS,
	kindName,
	percent,
	rivalsOf,
	shareOf,
	shopName,
	shopsOf,
	weightOf,
	type Choice,
} from './templateRows';
import {
	ACTIONS,
	AFTER_EDITING,
	AFTER_PREVIEW,
	ANSWERS,
	NEW_TEMPLATE,
	YES_NO,
	type Draft,
	type Page,
	type ShownPage,
} from './templateState';

/** What the tables hold while the page is written. */
export interface Tables {
	stores: Row[];
	templates: Row[];
}

/** Characters of a text in the list, and of a name in the drop-down. */
const SHORT_TEXT = 120;
const SHORT_NAME = 80;
const PICTURE = /\.(jpe?g|png|webp|gif)(\?|$)/i;
const VARIABLES = `<h3>Переменные</h3><p>Вместо них покупатель увидит данные своего заказа:</p><p><code>{user_name}</code> имя покупателя<br><code>{order_num}</code> номер заказа<br><code>{product_name}</code> название товара<br><code>{item_qty}</code> количество<br><code>{shop_name}</code> название магазина<br><code>{delivery_type}</code> доставка или самовывоз<br><code>{order_date}</code> дата заказа<br><code>{total_amount}</code> сумма заказа в тенге<br><code>{customer_phone}</code> телефон покупателя</p><p>Картинка показывается над текстом. Вес делит заказы между включёнными шаблонами одного магазина и типа: при весах 3 и 1 первый получит 75 % заказов.</p>`;

/** The page as a form, and as it is remembered until its answers come. */
export function writePage(page: Page, tables: Tables): { form: FormPage; shown: ShownPage } {
	switch (page.page) {
		case 'question':
			return { form: questionPage(page, tables), shown: page };
		case 'edit': {
			const stores = storeChoices(page.draft, tables);
			const kinds = kindChoices(page.draft);
			const shown = { ...page, stores, kinds };
			return { form: editPage(page, stores, kinds, tables), shown };
		}
		case 'preview':
			return { form: previewPage(page, tables), shown: page };
		default:
			return { form: listPage(page, tables), shown: page };
	}
}

function formPage(title: string, fields: FormField[]): FormPage {
	return { title, description: '', button: 'Дальше', fields };
}

function listPage({ good, bad }: Page & { page: 'list' }, tables: Tables): FormPage {
	const shops = shopsOf(tables.stores);
	const rows = tables.templates.filter(({ id }) => textOf(id) !== '');
	const notices = noticesHtml({ bad, good: good && `✅ ${good}` });
	const items = rows.map((row) => listItem(row, rows, shops)).join('');
	const list =
		rows.length > 0
			? `<ul>${items}</ul><p>Чтобы создать шаблон, оставьте «${NEW_TEMPLATE}» и нажмите «Дальше». Доля — сколько заказов этого магазина и типа получит шаблон. Шаблон магазина важнее общего, шаблон своего типа — важнее шаблона для любого заказа.</p>`
			: '<p>Пока нет ни одного. Создайте первый: нажмите «Дальше».</p>';
	const options = rows.map((row) => {
		const { id, is_active: isActive } = row;
		const name = shortened(nameOf(row), SHORT_NAME);
		const text = `${textOf(id)} · ${name} · ${shopName(row.store_id, shops)}`;
		return optionText(isActive === true ? text : `${text} · выключен`);
	});
	return formPage('Шаблоны WhatsApp', [
		htmlField('page_text', `${notices}<h3>Шаблонов: ${rows.length}</h3>${list}`),
		dropdown('template', 'Шаблон', [NEW_TEMPLATE, ...options]),
		dropdown('action', 'Действие', ACTIONS),
	]);
}

function listItem(row: Row, rows: Row[], shops: Row[]): string {
	const isOn = row.is_active === true;
	const share = isOn ? ` · доля ${percent(shareOf(row, rows))}` : '';
	return [
		`<li><b>№ ${textOf(row.id)}. ${escapeHtml(nameOf(row))}</b>`,
		escapeHtml(shopName(row.store_id, shops)),
		escapeHtml(kindName(row.order_kind)),
		`<b>${isOn ? 'Включён' : 'Выключен'}</b> · вес ${weightOf(row)}${share}`,
		...fileLines(row),
		`<i>${escapeHtml(shortened(String(row.template_text ?? ''), SHORT_TEXT))}</i></li>`,
	].join('<br>');
}

function questionPage({ row, changed }: Page & { page: 'question' }, tables: Tables): FormPage {
	const shop = escapeHtml(shopName(row.store_id, shopsOf(tables.stores)));
	const isOn = row.is_active === true ? 'Включён' : 'Выключен';
	const bad = changed && 'Пока страница была открыта, шаблон изменили. Теперь он такой:';
	const html = [
		noticesHtml({ bad: bad || undefined }),
		`<h3>№ ${textOf(row.id)}. ${escapeHtml(row.template_name)}</h3>`,
		`<p>${shop}<br>${escapeHtml(kindName(row.order_kind))}<br>${isOn}</p>`,
		`<pre>${escapeHtml(row.template_text)}</pre>`,
		...fileLines(row).map((line) => `<p>${line}</p>`),
		'<h4>Вернуть удалённый шаблон нельзя. Отправленные сообщения остаются в истории.</h4>',
	];
	return formPage('Удалить шаблон?', [
		htmlField('page_text', html.join('')),
		dropdown('answer', 'Удалить этот шаблон?', ANSWERS),
	]);
}

function editPage(
	{ draft, problems, theirs }: Page & { page: 'edit' },
	stores: Choice[],
	kinds: Choice[],
	tables: Tables,
): FormPage {
	const labels = (choices: Choice[]) => choices.map(({ label }) => label);
	const labelOf = (choices: Choice[], wanted: string) =>
		choices.find(({ id }) => id === wanted)?.label ?? '';
	const html =
		noticesHtml({ bad: problems.join('\n') }) + (theirs ? theirsHtml(theirs, tables) : '');
	return formPage(draft.id === 0 ? 'Новый шаблон' : `Шаблон № ${draft.id}`, [
		htmlField('page_text', html),
		dropdown('store', 'Магазин', labels(stores), labelOf(stores, draft.store_id)),
		{
			...textField('template_name', 'Название', draft.template_name),
			placeholder: 'например, Самовывоз: заказ готов',
		},
		dropdown('order_kind', 'Тип заказа', labels(kinds), labelOf(kinds, draft.order_kind)),
		{
			...textArea('template_text', 'Текст', draft.template_text),
			placeholder: 'Здравствуйте, {user_name}! Ваш заказ № {order_num} принят.',
		},
		{
			...textField('media_url', 'Картинка или документ (ссылка)', draft.media_url),
			placeholder: 'https://… или пусто',
		},
		textField('weight', 'Вес для A/B-теста', draft.weight),
		dropdown('is_active', 'Включён', YES_NO, draft.is_active ? 'Да' : 'Нет'),
		dropdown('next', 'Что дальше', AFTER_EDITING),
		htmlField('variables', VARIABLES),
	]);
}

/** The row as somebody else has left it. */
function theirsHtml(row: Row, { stores }: Tables): string {
	const isOn = row.is_active === true ? 'включён' : 'выключен';
	const lines = [
		`Сейчас в таблице: «${escapeHtml(row.template_name)}», ${isOn}, вес ${escapeHtml(row.weight)}`,
		escapeHtml(shopName(row.store_id, shopsOf(stores))),
		escapeHtml(kindName(row.order_kind)),
		...fileLines(row),
	];
	const text = escapeHtml(row.template_text);
	return `<h4>${lines.join('<br>')}</h4><pre>${text}</pre><p>Ваш вариант — в полях ниже.</p>`;
}

function previewPage({ draft, checked }: Page & { page: 'preview' }, tables: Tables): FormPage {
	const url = escapeHtml(draft.media_url);
	const picture = PICTURE.test(draft.media_url)
		? `<img src="${url}" alt="Картинка по ссылке не открывается">`
		: '';
	const isOn = draft.is_active ? 'Будет включён' : 'Будет выключен: по нему ничего не отправится';
	const facts = [
		`Знаков: ${checked.length}`,
		...fileLines(draft),
		escapeHtml(shopName(draft.store_id, shopsOf(tables.stores))),
		escapeHtml(kindName(draft.order_kind)),
		isOn,
	];
	const html = [
		`<p>Так сообщение увидит покупатель. Заказ в нём — пример.</p>${picture}`,
		`<pre>${escapeHtml(checked.preview)}</pre><p>${facts.join('<br>')}</p>`,
		sharingHtml(draft, Number(checked.row.weight), tables.templates),
	];
	return formPage(draft.template_name, [
		htmlField('page_text', html.join('')),
		dropdown('next', 'Что сделать', AFTER_PREVIEW),
	]);
}

/** With which templates this one will share its orders. */
function sharingHtml(draft: Draft, weight: number, templates: Row[]): string {
	if (!draft.is_active) return '';
	// A new template will be the newest.
	const mine: Row = { ...draft, weight, id: draft.id || Infinity };
	const others = templates.filter(({ id }) => textOf(id) !== '' && Number(id) !== draft.id);
	const rivals = rivalsOf(mine, [...others, mine]);
	if (rivals.length < 2) return '';
	const hasWeights = rivals.some((row) => weightOf(row) > 0);
	const parts = rivals.map((row) => {
		const name =
			row === mine ? 'этот шаблон' : `№ ${textOf(row.id)} «${escapeHtml(row.template_name)}»`;
		return `${name} — ${percent(shareOf(row, rivals))}`;
	});
	const how = hasWeights
		? 'Заказы разделятся по весу (A/B-тест):'
		: 'Весов у них нет, поэтому все заказы получает самый новый:';
	const nothing =
		weight === 0 && hasWeights ? ' С весом 0 этот шаблон не получит ни одного заказа.' : '';
	return `<h4>Для этого магазина и типа заказа включены и другие шаблоны. ${how} ${parts.join(', ')}.${nothing}</h4>`;
}

/** The shops; that of the draft, too, when it has no settings any more. */
function storeChoices({ store_id: own }: Draft, { stores }: Tables): Choice[] {
	const shops = shopsOf(stores);
	const ids = ['', ...shops.map((shop) => textOf(shop.store_id)), own];
	return [...new Set(ids)].map((id) => {
		const shop = shops.find((one) => textOf(one.store_id) === id);
		return { id, label: optionText(shopName(id, shops)), name: textOf(shop?.shop_name) };
	});
}

function kindChoices({ order_kind: own }: Draft): Choice[] {
	if (KINDS.some(({ id }) => id === own)) return KINDS;
	return [...KINDS, { id: own, label: optionText(kindName(own)) }];
}

function fileLines({ media_url: url }: Row): string[] {
	return textOf(url) === '' ? [] : [`📎 ${escapeHtml(url)}`];
}

function nameOf({ template_name: name }: Row): string {
	return textOf(name) || 'Без названия';
}

/** Whole characters: half an emoji is none. */
function shortened(text: string, most: number): string {
	const characters = [...text];
	return characters.length > most ? `${characters.slice(0, most).join('')}…` : text;
}
