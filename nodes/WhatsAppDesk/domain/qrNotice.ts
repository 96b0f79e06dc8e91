import type { Row } from '../../shared/rows';
import { escapeHtml } from './html';
import { hasFailed } from './waha';

export interface QrNotice {
	httpStatus: number;
	/** A picture of 280 by 280 with the reason in it: the page shows nothing else in its place. */
	svg: string;
}

/** Why there is no QR code. @param answer the failed item of WAHA, or anything else for an old link */
export function qrNotice(answer: Row): QrNotice {
	if (!hasFailed(answer)) return { httpStatus: 404, svg: svgOf(['Ссылка устарела.']) };
	const { code } = (answer.details ?? {}) as { code?: unknown };
	// WAHA refuses it while it starts and once a phone is linked.
	const lines =
		code === 'invalid_request'
			? ['QR-код больше не нужен', 'или ещё не готов.']
			: ['WAHA не дала QR-код.'];
	return { httpStatus: 409, svg: svgOf(lines) };
}

function svgOf(lines: string[]): string {
	const texts = [...lines, 'Выберите «Обновить».'].map(
		(line, i) =>
			`<text x="140" y="${115 + i * 26}" text-anchor="middle" font-family="sans-serif" font-size="17" fill="#444">${escapeHtml(line)}</text>`,
	);
	return `<svg xmlns="http://www.w3.org/2000/svg" width="280" height="280"><rect width="280" height="280" fill="#f1f3f5"/>${texts.join('')}</svg>`;
}
