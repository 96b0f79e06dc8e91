import { parsePhone } from '../../shared/phones';
import { publicAddress } from '../../shared/publicAddress';
import { textOf, type Row } from '../../shared/rows';

/** A test that somebody asked for, read once. */
export interface ReadTest {
	store_id: string;
	/** With its plus; empty: it cannot be read. */
	phone: string;
	template_text: string;
	media_url: string;
	template_id: string;
	/** The order whose data go into the template. */
	sample_order: Row;
	/** Whether the sample names its shop itself. */
	has_shop_name: boolean;
	problem: '' | 'sample_data' | 'two_texts';
	only_preview: boolean;
}

const SAMPLE_ORDER: Row = {
	orderId: '12345',
	customerName: 'Иван Иванов',
	products: [{ name: 'Тестовый товар', quantity: 2 }],
	totalPrice: 25990,
	deliveryType: 'PICKUP',
};

/** @param call fields as texts; `sample_data` is an object, or JSON of one. Never throws. */
export function readTest(call: Row): ReadTest {
	const parsed = parsePhone(textOf(call.phone_number));
	const phone = parsed.ok ? parsed.e164 : '';
	const sample = sampleOf(call.sample_data);
	const given = sample ?? {};
	const problem = sample === undefined ? 'sample_data' : call.two_texts ? 'two_texts' : '';
	return {
		store_id: textOf(call.store_id),
		phone,
		template_text: String(call.template_text ?? ''),
		media_url: textOf(call.media_url),
		template_id: textOf(call.template_id),
		sample_order: { customerPhone: phone, ...(sample ? given : SAMPLE_ORDER) },
		has_shop_name: Boolean(given.shop_name || given.shopName),
		problem,
		only_preview: textOf(call.only_preview) === 'yes',
	};
}

/** @returns null for none, undefined for what is no object */
function sampleOf(written: unknown): Row | null | undefined {
	const value = typeof written === 'string' ? parsed(written) : written;
	if (value === null || value === undefined || value === '') return null;
	return typeof value === 'object' && !Array.isArray(value) ? (value as Row) : undefined;
}

function parsed(text: string): unknown {
	if (text.trim() === '') return null;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return false;
	}
}

/** `status` is `ready`, or `refused` with the field that is wrong and why. */
export interface CheckedTest {
	status: 'ready' | 'refused';
	code: string;
	field: string;
	/** For the owner. */
	message: string;
}

interface Known {
	/** The row of `whatsapp_settings`; `{}`: there is none. */
	store: Row;
	/** The answer of *Message Template: Check*. */
	text: Row;
	/** A row of `clients` that has opted out; `{}`: none. */
	optedOut: Row;
	/** The setting `allow_private_media`. */
	allowPrivateMedia?: boolean;
}

/** The rules for a test, the first one that is broken. */
export function checkTest(test: ReadTest, known: Known): CheckedTest {
	const [code, field, message] = refusalOf(test, known) ?? ['', '', ''];
	return { status: code ? 'refused' : 'ready', code, field, message };
}

function refusalOf(
	test: ReadTest,
	{ store, text, optedOut, allowPrivateMedia }: Known,
): [string, string, string] | undefined {
	if (!store.id) {
		return [
			'unknown_store',
			'store_id',
			'Магазин: настройки не найдены. Добавьте магазин в форме настроек.',
		];
	}
	if (test.phone === '') {
		return [
			'invalid_phone',
			'phone_number',
			'Телефон: это не похоже на номер. Напишите его с кодом страны, например +7 700 000 00 01.',
		];
	}
	if (store.is_enabled !== true) {
		return [
			'store_disabled',
			'store_id',
			'Магазин: отправка сообщений выключена. Включите её в форме настроек.',
		];
	}
	if (test.problem === 'sample_data') {
		return [
			'invalid_sample',
			'sample_data',
			'Данные для примера: нужен объект с переменными, например user_name и order_num.',
		];
	}
	if (test.problem === 'two_texts') {
		return [
			'two_texts',
			'template_text',
			'Свой текст: вы выбрали готовый шаблон и написали свой текст. Выберите «Свой текст» в поле «Шаблон» или очистите поле «Свой текст».',
		];
	}
	if (text.valid !== true)
		return ['invalid_template', 'template_text', `Текст: ${wrongWith(text)}`];
	if (test.media_url && !publicAddress(test.media_url, allowPrivateMedia).ok) {
		return [
			'invalid_media',
			'media_url',
			'Картинка или документ: нужна ссылка, которая начинается с https:// и открывается из интернета без пароля.',
		];
	}
	if (optedOut.whatsapp_opt_out === true) {
		return [
			'opted_out',
			'phone_number',
			'Телефон: этот человек отписался от сообщений, писать ему нельзя. Он может вернуться, если сам напишет «старт».',
		];
	}
	return undefined;
}

/** Problems of *Message Template: Check*, in the owner's language. */
function wrongWith({ problems, error }: Row): string {
	const list = Array.isArray(problems)
		? (problems as Array<{ code: string; message: string }>)
		: [];
	return list.map(problemWords).join(' ') || textOf(error) || 'его нельзя отправить.';
}

function problemWords({ code, message }: { code: string; message: string }): string {
	const [name, near] = [...message.matchAll(/\{+([^{}]*)\}+/g)].map((match) => match[1]);
	const [length, most] = message.match(/\d+/g) ?? [];
	const words: Record<string, string> = {
		empty_template: 'Текст пустой.',
		empty_message: 'С этими данными от текста ничего не остаётся.',
		unknown_variable: `Переменной {${name}} нет.${near ? ` Может быть, {${near}}?` : ''}`,
		doubled_braces: `Вокруг {${name}} нужны одинарные скобки, а не двойные.`,
		unclosed_variable: `Напишите {${name}} заново: по одной скобке с каждой стороны и только имя между ними.`,
		too_long: `В сообщении ${length} знаков, можно не больше ${most}.`,
	};
	return words[code] ?? message;
}
