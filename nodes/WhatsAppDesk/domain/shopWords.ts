import type { ProblemWords, Writer } from '../../shared/enteredRow';
import { textOf } from '../../shared/rows';
import type { ShopProblem } from './shopRules';

/** What a field of the shop page is called. */
export const LABELS = {
	store_id: 'Код магазина',
	shop_name: 'Название магазина',
	waha_session_name: 'Сессия WAHA',
	is_enabled: 'Отправка включена',
	daily_limit: 'Сообщений в день',
	quiet_from: 'Тихие часы с',
	quiet_to: 'Тихие часы до',
	min_delay_seconds: 'Пауза между сообщениями от, секунд',
	max_delay_seconds: 'Пауза между сообщениями до, секунд',
	waha_server_url: 'Адрес WAHA',
};

/** The owner reads the label of a field, a front end the name of a column. */
export function wordsOf(problem: ShopProblem, by: Writer): ProblemWords {
	const { error, detail } = by === 'owner' ? ownerWords(problem) : programWords(problem);
	return { field: problem.field, error, detail };
}

function ownerWords(problem: ShopProblem): { error: string; detail: string } {
	const { detail } = programWords(problem);
	const say = (what: string, label: string = LABELS[problem.field]) => ({
		error: `${label}: ${what}`,
		detail,
	});
	switch (problem.rule) {
		case 'empty':
			return say('заполните это поле.');
		case 'no code':
			return say('только латинские буквы, цифры, «-» и «_», без пробелов.');
		case 'taken': {
			const { store_id, shop_name } = problem.by;
			const whose = textOf(shop_name) && ` у магазина «${textOf(shop_name)}»`;
			return say(
				`«${textOf(store_id)}» уже есть${whose}. Напишите другой код или вернитесь и выберите тот магазин.`,
			);
		}
		case 'long':
			return say(`не длиннее ${problem.most} знаков, сейчас ${problem.length}.`);
		case 'no session':
			return say('напишите имя сессии латинскими буквами, как в панели WAHA, например default.');
		case 'no number': {
			const off =
				problem.field === 'daily_limit'
					? ' Чтобы ничего не отправлять, выберите «Отправка включена: Нет».'
					: '';
			return say(`напишите целое число от ${problem.least} до ${problem.most}.${off}`);
		}
		case 'no time':
			return say(`напишите время так: 22:00. Сейчас «${problem.written}».`);
		case 'half':
			return say('заполните и это поле или очистите оба.');
		case 'no length':
			return say(
				'начало и конец одинаковы. Исправьте одно из полей или очистите оба.',
				'Тихие часы',
			);
		case 'turned':
			return say(
				`«от» (${problem.least}) не может быть больше «до» (${problem.most}).`,
				'Пауза между сообщениями',
			);
		default:
			return programWords(problem);
	}
}

function programWords(problem: ShopProblem): { error: string; detail: string } {
	const [what, detail] = pairOf(problem);
	return { error: `${problem.field}: ${what}`, detail };
}

function pairOf(problem: ShopProblem): string[] {
	switch (problem.rule) {
		case 'no text':
			return ['нужна строка.', 'A text is needed.'];
		case 'no boolean':
			return ['нужно true или false.', 'A boolean is needed.'];
		case 'empty':
			return ['нужно значение.', 'A value is needed.'];
		case 'no code':
			return [
				'только латинские буквы, цифры, - и _.',
				'Latin letters, digits, - and _ only, 64 at most.',
			];
		case 'taken':
			return ['такой магазин уже есть.', 'There is a shop with this code.'];
		case 'long':
			return [`не длиннее ${problem.most} знаков.`, `${problem.most} characters at most.`];
		case 'no session':
			return [
				'только латинские буквы, цифры, точка, _ и -.',
				`Latin letters, digits, dot, _ and - only, ${problem.most} at most.`,
			];
		case 'no number':
			return [
				`нужно целое число от ${problem.least}${problem.field === 'daily_limit' ? '' : ` до ${problem.most}`}.`,
				`A whole number from ${problem.least} to ${problem.most}.`,
			];
		case 'no time':
			return ['время в виде 21:00 или пустая строка.', 'HH:mm or an empty text.'];
		case 'half':
			return [
				'для тихих часов нужны и начало, и конец.',
				'Quiet hours need both a start and an end.',
			];
		case 'no length':
			return ['начало и конец одинаковы.', 'The start and the end are the same.'];
		case 'turned':
			return [`не меньше min_delay_seconds (${problem.least}).`, 'At least min_delay_seconds.'];
		case 'other server':
			return [
				'адрес WAHA-сервера меняется в учётных данных WAHA в n8n (Credentials, поле Base URL).',
				'The address of the WAHA server is set in the WAHA credential of n8n (Base URL); it is the same for all stores.',
			];
	}
}
