import {
	escapeHtml,
	escapeLines,
	noticesHtml,
	optionText,
} from '../../../nodes/WhatsAppDesk/domain/html';
import { linkHtml } from '../../../nodes/WhatsAppDesk/domain/links';
import { clockText } from '../../../nodes/WhatsAppDesk/domain/time';

test('a text is shown as it is, in a page and inside an attribute', () => {
	expect(escapeHtml(`<a href="x" title='y'>&amp;</a>`)).toBe(
		'&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
	);
	expect([escapeHtml(undefined), escapeHtml(null), escapeHtml(0)]).toEqual(['', '', '0']);
	expect(escapeLines('a\n<b>')).toBe('a<br>&lt;b&gt;');
	expect(optionText('a<b>')).toBe('a‹b›');
});

test('what is wrong stands above what went well, and what is empty nowhere', () => {
	expect(noticesHtml({ good: 'g', warning: 'w', bad: 'b' })).toBe('<h5>b</h5><h6>g</h6><h4>w</h4>');
	expect(noticesHtml({ good: '', warning: undefined })).toBe('');
});

test('links are relative, so that n8n may live below a path', () => {
	expect(linkHtml('general', 'Общие & другие')).toBe(
		'<a href="../form/whatsapp-general">Общие &amp; другие</a>',
	);
	expect(linkHtml('session', 'x', "a'b c")).toContain('?store=a&#39;b%20c"');
});

test('times are told by the clocks of the zone; an unknown zone is the usual one', () => {
	const moment = Date.parse('2026-03-28T23:30:00Z');
	expect(clockText(moment, 'Asia/Almaty')).toBe('29.03.2026 04:30');
	expect(clockText(moment, 'Europe/Berlin')).toBe('29.03.2026 00:30');
	// Clocks go on in this night.
	expect(clockText(moment + 2 * 3_600_000, 'Europe/Berlin')).toBe('29.03.2026 03:30');
	expect(clockText(moment, 'Asia/Nowhere')).toBe('29.03.2026 04:30');
});
