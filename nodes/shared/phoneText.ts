/** A stretch of text that may be one phone: digits and what people put between them. */
export interface Run {
	/** With ASCII digits, and a plus only in front. */
	text: string;
	extension?: string;
	/** The words say that it is something else, or a letter touches it. */
	isOther: boolean;
	/** Words stand around it, so that it has to look like a phone by itself. */
	isInProse: boolean;
}

/** Where a number begins, and what may stand inside it. A comma, a letter or a plus ends it. */
const RUN = /[(]?\+?[ (]*\d(?:[\d ()./-]*\d)?/g;
/** Words for an extension in English, Russian, Ukrainian and Kazakh; `x` is also the Cyrillic letter. */
const LABEL =
	'доб(?:\\.|авочный)?|доп(?:\\.|олнительный)?|вн(?:утр(?:енний)?)?\\.?|дод(?:\\.|атковий)?|ішкі|тон(?:альный)?\\.?|e?xt(?:ension|n)?\\.?|anexo|[xх#~]';
const LABELLED = new RegExp(
	`[\\s,;(]*(?:;ext=|(?:${LABEL})[\\s.:№-]*)(\\d{1,9})(?!\\d|[ ()-]*\\d{3})#?\\)?`,
	'iuy',
);
/** With its digit in front, so that it is no word of a sentence. */
const EXTENSION = new RegExp(`(?<=\\d)${LABELLED.source}`, 'giu');
/** A pause of the dialler. With text behind it, it is an ordinary comma. */
const DIALLED = / *(?:,+|;) *(\d{1,6})#?$/y;
/** What stands in front of a number that is no phone. */
const OTHER_BEFORE =
	/(?:(?<!\p{L})(?:инн|бин|иин|ідн|рнокпп|єдрпоу|кпп|огрн(?:ип)?|снилс|бик|р\/с|заказ\p{L}*|замовлення|тапсырыс|order|invoice|сч[её]т\p{L}*|рахунок|карт(?:а|ы|е|у|ой|очк\p{L}*|к\p{L})?|card|паспорт\p{L}*|сери[яи]|договор(?:а|у|е|ом|ы)?|артикул|арт|sku|код|code|трек\p{L}*|track(?:ing)?|накладн\p{L}*|ттн|чек|квитанци\p{L}*|полис|транзакци\p{L}*|transaction|payment|сум+а|цена|ціна|price|sum(?:ma)?|total|id|ид|ip)|№|#|\$|€|₸|₽|₴)[\s:.#№=-]*(?:номер|number|no|n|id)?[\s:.#№=-]*$/iu;
const OTHER_BEHIND =
	/^\s*(?:(?:тг|тенге|теңге|kzt|руб(?:л\p{L}*)?|р\.|rub|грн|uah|usd|eur|сум|шт)(?!\p{L})|%|₸|₽|₴|\$|€)/iu;
/** A label that touches its number. */
const LABEL_BEFORE =
	/(?<!\p{L})(?:т|тел|телефон|моб|мобильный|сот|сотовый|раб|дом|tel|ph|phone|whatsapp|viber|no)[.:]?$/iu;
/** What says that a phone follows. */
const PHONE_LABEL =
	/(?:тел(?:ефон)?|моб(?:ильный|ільний)?|сот(?:овый)?|номер|whats ?app|ватс\p{L}*|вотс\p{L}*|вацап|viber|вайбер|telegram|телеграм|phone|tel|mobile|cell|wa)\p{P}*\s*/giu;
/** Signs of a text that is read on its own: dates, times, IP addresses, coordinates, links, e-mails. */
const NO_PHONES = [
	/(?<![\d.+/-])(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2})(?![\d/-]|\.\d)(?:[T ]+\d{1,2}(?::\d{2}){1,2})?/g,
	/(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])/g,
	/(?<![\d.+])(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}(?![\d]|\.\d)/g,
	/(?<![\d.+])(?:1[0-7]\d|\d{1,2})\.\d{4,9}(?![\d]|\.\d)/g,
	/\b(?:https?:\/\/|www\.)\S+/gi,
	/[^\s,;<>()]+@[^\s,;<>()]+/g,
];
const LINK =
	/(?:https?:\/\/)?(?:wa\.me\/|(?:api|web)\.whatsapp\.com\/send\/?\?phone=|t\.me\/(?=\+))(\+|%2b)?(\d{8,15})(?:[/?&]\S*)?/gi;
const WHATSAPP_ID = /(?<![\d+])\+?(\d{8,15})(?::\d+)?@(?:c\.us|s\.whatsapp\.net)(?![\w.])/gi;
/** `9.161234567E+09`, with the comma and the Cyrillic letter of a Russian spreadsheet, too. */
const SCIENTIFIC = /(?<![\p{L}\d])\d+(?:[.,]\d+)?[eе]\+?\d{1,2}(?![\p{L}\d])/iu;
const FRACTION = /^\+?\d{9,}[.,](\d+)$/;

/** ASCII digits, spaces, dashes and pluses for all their kinds; what is not seen is dropped. */
export function plainText(text: string): string {
	const plain = text
		.normalize('NFKC')
		.replace(/\p{Nd}/gu, asciiDigit)
		.replace(/[\p{Cf}\u034F\uFE0F]/gu, '')
		.replace(/[\p{Pd}\u2212\u2043\u30FC]/gu, '-')
		.replace(/[\t\p{Zl}\p{Zp}]|\r\n?/gu, '\n')
		.replace(/[\p{Zs}\u2800]/gu, ' ')
		.trim();
	// A spreadsheet keeps a number as text behind an apostrophe or as a formula.
	return plain
		.replace(/^(?:['’]|=(?="?\+?\d))/, '')
		.replace(/^"(.*)"$/, '$1')
		.trim();
}

/** Whether a spreadsheet has made another number of it. A tail of zeros has changed nothing. */
export function isFromSpreadsheet(plain: string): boolean {
	const fraction = FRACTION.exec(plain)?.[1];
	// A comma may be a pause before an extension, a point may not.
	const isFraction = fraction !== undefined && plain.includes('.') && /[1-9]/.test(fraction);
	return isFraction || SCIENTIFIC.test(plain);
}

/** The stretches of a text that may be phones, in their order. */
export function runsIn(plain: string): Run[] {
	const text = withoutOthers(plain.replace(/^(\+?\d{9,})[.,]0+$/, '$1'));
	const words = text.replace(PHONE_LABEL, '').replace(EXTENSION, '');
	const isInProse = /\p{L}/u.test(words);
	const runs: Run[] = [];
	let end = 0;
	for (const { 0: found, index } of text.matchAll(RUN)) {
		// The digits of an extension are no run of their own.
		if (index < end) continue;
		end = index + found.length;
		const extension = extensionAt(text, end);
		if (extension) end = extension.end;
		const isOther = isSomethingElse(text.slice(0, index + gapOf(found)), text.slice(end));
		const run = found.replace(/^[( ]+/, '').replace(/^\+[( ]+/, '+');
		runs.push({
			text: run,
			isOther,
			isInProse,
			...(extension ? { extension: extension.digits } : {}),
		});
	}
	return runs;
}

/** What stands in front of the number in its own match. */
function gapOf(found: string): number {
	return found.search(/[+\d]/);
}

function withoutOthers(plain: string): string {
	const read = plain
		.replace(LINK, ' +$2 ')
		.replace(WHATSAPP_ID, ' +$1 ')
		// The way out of Russia and Kazakhstan is 8, a tone, and 10.
		.replace(/(?<!\d)8 *~ *10/g, '8 10');
	return NO_PHONES.reduce((text, pattern) => text.replace(pattern, ' | '), read);
}

function extensionAt(text: string, index: number): { digits: string; end: number } | undefined {
	for (const pattern of [LABELLED, DIALLED]) {
		pattern.lastIndex = index;
		const digits = pattern.exec(text)?.[1];
		if (digits !== undefined) return { digits, end: pattern.lastIndex };
	}
	return undefined;
}

function isSomethingElse(before: string, behind: string): boolean {
	const unlabelled = before.replace(/\b(?:tel|phone)[:=]$/i, ' ').replace(LABEL_BEFORE, ' ');
	return (
		/[\p{L}_*%&=@][-./]?$/u.test(unlabelled) ||
		/^[-./]?[\p{L}_*%@]/u.test(behind) ||
		OTHER_BEFORE.test(before) ||
		OTHER_BEHIND.test(behind)
	);
}

function asciiDigit(digit: string): string {
	// Every script keeps its ten digits in a row that begins at its zero.
	let zero = digit.codePointAt(0) ?? 0;
	const code = zero;
	while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
	return String(code - zero);
}
