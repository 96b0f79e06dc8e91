import { AmoCrm } from '../../../nodes/AmoCrm/AmoCrm.node';
import type { NodeUnderTest } from '../operationCases';

const amo = (accessToken: string) => (vendors: string) => ({
	crmBridgeAmoCrmApi: { baseUrl: `${vendors}/amocrm`, accessToken },
});
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** One lead per input item, all of one contact. */
const LEADS = {
	lead: [1, 2, 3].map((n) => ({
		id: 8000000 + n,
		pipeline_id: 8598230,
		status_id: 80517738,
		contact: n === 1 ? { id: 7000001, name: 'Айгерим Тест' } : 7000001,
	})),
};
const LEAD = { leadId: byId('={{ 8000001 + $json.number }}') };
const CONTACT = { contactId: byId('7000001') };
const STAGE = '8598230:80517738';
const MARKER = { markerField: 880007, markerValue: 'pay_1' };
const PERSON = { contact: { id: 7000001, name: 'Анна', phone: '+79990000001' } };

export const AMO_CRM: NodeUnderTest = {
	name: 'amoCRM Bridge',
	NodeClass: AmoCrm,
	vendor: 'amocrm',
	switches: { ratePerSecond: 0, searchLagMs: 0 },
	credentials: amo('sandbox-amocrm'),
	wrongCredentials: amo('wrong'),
	// OAuth2 has tests of its own.
	fixed: ['authentication'],
	local: [
		'addPhones',
		'addToLists',
		'country',
		'createWithoutIdentity',
		'dryRun',
		'excludedStages',
		'leadAsRead',
		'lookBackMinutes',
		'lookFirst',
		'lossReasonId',
		'markerField',
		'markerValue',
		'onlyEmpty',
		'preferMarked',
		'simplify',
		'skip',
		'textContains',
		'uniqueText',
	],
	samples: {
		contactAsRead: '{"id":7000001,"custom_fields_values":null}',
		knownContactId: '7000001',
		knownLeadId: '8000002',
		leadIdsOfContact: '[]',
		pipelineId: '8598230',
		query: 'Айгерим',
		responsibleUserId: '600002',
		statusId: STAGE,
		tags: 'vip',
		tagsToDelete: 'site',
	},
	operations: {
		'contact.create': { needed: { name: 'Анна' } },
		'contact.get': { needed: CONTACT, emit: [PERSON] },
		'contact.getAll': { emit: [PERSON] },
		'contact.match': { needed: { phone: '89990000001' }, emit: [PERSON] },
		'contact.update': { needed: { ...CONTACT, phone: '89990000002' }, emit: [PERSON] },
		'contact.upsert': { needed: { phone: '89990000001' } },
		'lead.create': {
			needed: { name: 'Курс' },
			with: { contact: { ...CONTACT, contactName: 'Айгерим Тест' } },
			emit: [LEADS],
			options: { ...MARKER, responsibleUserId: 600002, statusId: STAGE },
		},
		'lead.findActive': {
			needed: CONTACT,
			with: { by: { phone: '89990000001' } },
			emit: [LEADS],
			options: MARKER,
		},
		'lead.get': { needed: LEAD, emit: [LEADS] },
		'lead.getAll': { emit: [LEADS] },
		'lead.linkContact': { needed: { ...LEAD, ...CONTACT }, emit: [LEADS] },
		'lead.recordPayment': {
			needed: {
				...LEAD,
				paymentId: 'pay_1',
				amount: 4990,
				totalField: 880004,
				countField: 880005,
				paymentIdField: 880007,
			},
			emit: [LEADS],
		},
		'lead.update': { needed: { ...LEAD, options: { name: 'Курс' } }, emit: [LEADS] },
		'note.add': {
			needed: { ...LEAD, ...CONTACT, text: 'Hi' },
			options: { uniqueText: 'Hi' },
			emit: [LEADS],
		},
		'note.getAll': {
			needed: { leadId: byId('8000001'), ...CONTACT },
			emit: [
				LEADS,
				{ note: { lead: 8000001, text: 'a' } },
				{ note: { contact: 7000001, text: 'b' } },
			],
		},
		'task.create': {
			needed: { ...LEAD, ...CONTACT, text: 'Hi', completeTill: 1900000000 },
			options: { responsibleUserId: '600002' },
			emit: [LEADS],
		},
	},
};
