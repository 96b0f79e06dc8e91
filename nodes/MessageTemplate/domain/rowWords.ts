import type { ProblemWords, Writer } from '../../shared/enteredRow';
import type { AddressProblem } from '../../shared/publicAddress';
import type { RowProblem } from './row';
import type { Problem } from './template';

/** The owner reads the label of a field and a line for each mistake, a front end the name of a column. */
export function wordsOf(problem: RowProblem, by: Writer): ProblemWords[] {
	const { field } = problem;
	if (by === 'program') return [{ field, ...programWords(problem) }];
	if (problem.rule !== 'no template') {
		return [{ field, error: ownerSentence(problem), detail: programWords(problem).detail }];
	}
	return problem.problems.map((one) => {
		const error = `Текст: ${ownerTextSentence(one, problem.isCaption)}`;
		return { field, error, detail: one.message };
	});
}

const NEEDS_HTTPS = 'ссылка должна начинаться с https:// и быть без пробелов.';
const OWNER_ADDRESS: Record<AddressProblem, string> = {
	'no address': NEEDS_HTTPS,
	'no https': NEEDS_HTTPS,
	'with login': 'в ссылке не должно быть имени и пароля.',
	'not public': 'файл должен открываться из интернета, а эта ссылка ведёт во внутреннюю сеть.',
};
const PROGRAM_ADDRESS: Record<AddressProblem, [string, string]> = {
	'no address': [
		'нужна ссылка https://, или пустая строка.',
		'An https address, or an empty text.',
	],
	'no https': ['нужна ссылка https://, или пустая строка.', 'An https address, or an empty text.'],
	'with login': ['без имени и пароля в ссылке.', 'An address without a name and a password.'],
	'not public': ['нужен общедоступный сервер.', 'A public host is needed.'],
};

type PlainProblem = Exclude<RowProblem, { rule: 'no template' }>;

function ownerSentence(problem: PlainProblem): string {
	switch (problem.field) {
		case 'template_name':
			return problem.rule === 'long'
				? `Название: не длиннее ${problem.most} знаков.`
				: 'Название: впишите, как вы назовёте этот шаблон.';
		case 'template_text':
			return 'Текст: напишите сообщение для покупателя.';
		case 'order_kind':
			return `Тип заказа: типа «${problem.written}» нет, выберите другой из списка.`;
		case 'media_url':
			return problem.rule === 'long'
				? `Картинка или документ: ссылка не длиннее ${problem.most} знаков.`
				: `Картинка или документ: ${OWNER_ADDRESS[problem.rule]}`;
		case 'weight':
			return 'Вес: впишите число от 0, например 1.';
		case 'is_active':
			return 'Включён: выберите «Да» или «Нет».';
	}
}

function ownerTextSentence(problem: Problem, isCaption: boolean): string {
	const { code, name = '', proposal, length, limit } = problem;
	switch (code) {
		case 'empty_template':
			return 'напишите сообщение для покупателя.';
		case 'empty_message':
			return 'от сообщения ничего не остаётся, добавьте слова.';
		case 'unknown_variable': {
			const question = proposal ? ` Может быть, {${proposal}}?` : '';
			return `переменной {${name}} нет.${question} Все переменные — внизу страницы.`;
		}
		case 'doubled_braces':
			return `у переменной {${name}} лишние скобки, оставьте по одной с каждой стороны.`;
		case 'unclosed_variable':
			return `у переменной {${name}} не хватает скобки или есть лишний знак. Напишите её заново: {${name}}.`;
		case 'too_long': {
			const where = isCaption ? ' (под картинкой или документом)' : '';
			return `получается знаков: ${length}, а можно не больше ${limit}${where}. Сократите текст.`;
		}
	}
}

function programWords(problem: RowProblem): { error: string; detail: string } {
	const [what, detail] = pairOf(problem);
	return { error: `${problem.field}: ${what}`, detail };
}

const KINDS =
	'Use new, accepted, handed_over, completed, cancelled, returned, pickup, delivery, kaspi_delivery, preorder, one of the stages with a delivery such as accepted_pickup, or an empty text for any.';

function pairOf(problem: RowProblem): [string, string] {
	switch (problem.field) {
		case 'template_name':
			return problem.rule === 'long'
				? [`не длиннее ${problem.most} знаков.`, `${problem.most} characters at most.`]
				: ['нужно название шаблона.', 'A text is needed.'];
		case 'order_kind':
			return ['такого вида заказа нет.', KINDS];
		case 'media_url':
			return problem.rule === 'long'
				? [`не длиннее ${problem.most} знаков.`, `${problem.most} characters at most.`]
				: PROGRAM_ADDRESS[problem.rule];
		case 'weight':
			return ['нужно число не меньше 0.', `A number from 0 to ${problem.most}.`];
		case 'is_active':
			return ['нужно true или false.', 'A boolean is needed.'];
		case 'template_text': {
			if (problem.rule === 'no text') return ['нужен текст шаблона.', 'A text is needed.'];
			const { problems } = problem;
			const details = problems.map(({ message }) => message);
			return [problems.map(programTextSentence).join(' '), details.join(' ')];
		}
	}
}

function programTextSentence({ code, name = '', proposal, length, limit }: Problem): string {
	switch (code) {
		case 'empty_template':
			return 'Текст пустой.';
		case 'empty_message':
			return 'С этими данными от текста ничего не остаётся.';
		case 'unknown_variable':
			return `Переменной {${name}} нет.${proposal ? ` Может быть, {${proposal}}?` : ''}`;
		case 'doubled_braces':
			return `Вокруг {${name}} нужны одинарные скобки, а не двойные.`;
		case 'unclosed_variable':
			return `Напишите {${name}} заново: по одной скобке с каждой стороны и только имя между ними.`;
		case 'too_long':
			return `В сообщении ${length} знаков, можно не больше ${limit}.`;
	}
}
