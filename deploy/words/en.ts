import type { Failure, Progress } from '../carryOut';
import type { FindingFacts } from '../findings';
import type { State } from '../inspect';
import type { TroubleKind, Troubles } from '../n8n/trouble';
import type { Address } from '../shipped/addresses';
import type { Column } from '../shipped/tables';

export type Told = { what: string; next: string };
type CredentialProgress = Extract<Progress, { step: 'credential' }>['did'];
type TestProgress = Extract<Progress, { step: 'tested' }>['outcome'];
type WorkflowProgress = Extract<Progress, { step: 'workflow' }>['did'];

/** Says what keeps a command from working, and what to do. */
export type TroubleWords = { [Kind in TroubleKind]: (details: Troubles[Kind]) => Told };
export type FindingWords = { [Kind in keyof FindingFacts]: (facts: FindingFacts[Kind]) => Told };

const LOAD_PACK =
	'In n8n open Settings → Community nodes → Install, enter n8n-nodes-crm-bridge, install and start n8n again. ' +
	'n8n 3.x and hardened 2.x load it only with N8N_UNVERIFIED_PACKAGES_ENABLED=true.';
const MAKE_KEY =
	'In n8n open Settings → n8n API → Create an API key (as the owner of the instance, with all scopes)';

const FIELDS: Record<string, string> = {
	'kaspi.token': 'Kaspi: API token (merchant cabinet → Settings → API token)',
	'waha.baseUrl': 'WAHA: address as n8n reaches it, such as http://waha:3000',
	'waha.apiKey': 'WAHA: API key (WAHA_API_KEY, the plain one)',
	'telegram.accessToken': 'Telegram: token of the bot from @BotFather',
	'telegram-dialogue.accessToken':
		'Telegram: token of the dialogue bot, another bot, from @BotFather',
	'telegram-files.accessToken': 'Telegram: token of the bot that sends files (the same bot)',
	'wahelp.login': 'Wahelp: login',
	'wahelp.password': 'Wahelp: password',
	'sitniks.apiKey': 'Sitniks: API key (settings → API); empty without Sitniks',
	'amocrm.baseUrl': 'amoCRM: address of the account, such as https://shop.amocrm.ru',
	'amocrm.accessToken': 'amoCRM: long-lived token of a private integration',
};

export const en = {
	usage: `Brings the flows of CRM Bridge into a running n8n.

  npx n8n-nodes-crm-bridge deploy      brings flows in, or up to date; what you changed stays
  npx n8n-nodes-crm-bridge status      what is deployed, changed, broken, out of date
  npx n8n-nodes-crm-bridge doctor      looks at everything and says what to do next
  npx n8n-nodes-crm-bridge uninstall   takes the workflows away; the tables stay

  --url, --api-key     of n8n (or N8N_URL, N8N_API_KEY)
  --webhook-url        where vendors reach n8n, if that is another address (N8N_WEBHOOK_URL)
  --flows a,b          kaspi-whatsapp, payments-amocrm, telegram-amocrm, sitniks
  --file answers.yaml  answers: n8n, flows, credentials, settings
  --set kaspi.token=…  one answer; also as CRM_BRIDGE_KASPI_TOKEN
  --keep, --replace    where you and the pack changed the same: yours / the workflow as shipped
  --yes, -y            asks nothing, changes least
  --dry-run            only says what it would do
  --json               one line of JSON on stdout
  --lang ru|en         language
  --secrets-file path  where generated secrets go (crm-bridge-secrets.yaml)
  --skip-tests         does not test credentials
  --drop-tables        uninstall: the tables and all their rows, too
`,
	flows: {
		'kaspi-whatsapp': 'Kaspi orders → WhatsApp messages',
		'payments-amocrm': 'payments of a course platform → amoCRM',
		'telegram-amocrm': 'Telegram bot ↔ amoCRM, Wahelp',
		sitniks: 'sales dialogue in Telegram and Instagram → Sitniks',
	},
	ask: {
		url: 'Address of n8n',
		apiKey: 'API key of n8n (Settings → n8n API)',
		flows: 'Which flows? (space chooses)',
		adminChat: 'Telegram chat that gets alerts (number; empty: later, in bot_settings)',
		goOn: 'Go on?',
		required: 'An answer is needed here.',
		newCredential: 'a new one',
		useCredential: (name: string) => `${name}: n8n has credentials of this kind. Which one?`,
		field: (key: string, field: string) => FIELDS[`${key}.${field}`] ?? `${key}: ${field}`,
		conflict: (name: string) => `"${name}" was changed by you and by the new version. What counts?`,
		keep: 'my changes',
		take: 'the new version where both changed the same, else mine',
		replace: 'the whole workflow as shipped',
	},
	connected: (url: string) => `n8n answers at ${url}.`,
	brokeOff: 'An earlier run did not come to its end. This one goes on from there.',
	nothingToDo: 'Everything is as it should be.',
	plan: (n: {
		tables: number;
		credentials: number;
		created: number;
		updated: number;
		published: number;
	}) =>
		`To do: ${n.tables} tables or columns, ${n.credentials} credentials, ${n.created} new workflows, ` +
		`${n.updated} to update, ${n.published} to publish.`,
	conflicts: (name: string, count: number) =>
		`"${name}": you and the new version changed the same in ${count} place(s) (- yours, + shipped):`,
	edits: (name: string, places: string[], replaced: boolean) =>
		`"${name}": ${replaced ? 'your changes are replaced' : 'your changes stay'}: ${places.join('; ')}`,
	draft: (name: string) =>
		`"${name}" has changes that are not published: it is left alone. Publish or discard them in n8n, then deploy again.`,
	again: (name: string) => `"${name}" was deleted in n8n and is created again.`,
	otherColumn: (table: string, { name, type }: Column, present: string) =>
		`Column ${table}.${name} is of type ${present}, the workflows expect ${type}. It is left as it is.`,
	secretKept: (name: string, file: string) => `The secret of "${name}" was made and is in ${file}.`,
	credentialRefused: (name: string, message: string) => `"${name}" was refused: ${message}`,
	progress: {
		table: (name: string) => `✓ table ${name}`,
		column: (name: string) => `✓ column ${name}`,
		credential: (name: string, did: CredentialProgress) =>
			`✓ credential "${name}" ${{ created: 'created', reused: 'is used', corrected: 'corrected' }[did]}`,
		tested: (name: string, outcome: TestProgress) =>
			({
				ok: `✓ credential "${name}" works`,
				untested: `· credential "${name}" cannot be tested`,
				unreachable: `· credential "${name}" not tested: its service does not answer now`,
				skipped: `· credential "${name}" not tested`,
			})[outcome],
		workflow: (name: string, did: WorkflowProgress) =>
			({
				created: `✓ workflow "${name}" created`,
				updated: `✓ workflow "${name}" updated`,
				kept: `· workflow "${name}" is up to date`,
				waits: `· workflow "${name}" is left alone`,
			})[did],
		published: (name: string) => `✓ workflow "${name}" published`,
		setup: '✓ default settings are in the tables',
		setting: (name: string) => `✓ setting ${name}`,
	},
	failure: ({ workflow, kind, message }: Failure) =>
		({
			unpublished: `✗ "${workflow}" could not be published: ${message}`,
			deaf: `✗ "${workflow}" is published, but n8n does not listen at the address of "${message}". Open it in n8n and press Publish: n8n then says why.`,
			changed: `✗ "${workflow}" was changed in n8n while deploy was at work: it is left alone. Run the same command again: it starts from what is there now.`,
		})[kind],
	addresses: {
		enter: '\nEnter these addresses yourself:',
		self: '\nThese were registered by publishing; nothing is to be done:',
		forms: (file: string) => `\nForms (the password is in ${file} if it was made here):`,
		where: (key: Address['key'], file: string) =>
			({
				telegram: 'Telegram: set by the workflow itself (setWebhook)',
				waha: 'WAHA: in the session’s webhooks',
				wahelp: 'Wahelp: registered by the workflow; by hand: project → Integrations → Webhooks',
				amocrm: 'amoCRM: registered by the workflow, see Settings → Integrations → Webhooks',
				sitniks: `Sitniks: Settings → Webhooks → event «Повідомлення в чаті»; add ?secret= and sitniks.webhookSecret of ${file}`,
				payment: `Course platform: webhook settings, POST; it signs with payment-secret.secret of ${file}`,
				api: `Own front end: header with the key whatsapp-api-key.secret of ${file}`,
				open: '',
				form: '',
			})[key],
	},
	done: '\nDone. Check at any time: npx n8n-nodes-crm-bridge doctor',
	notAll: '\nNot everything could be done, see above. Correct it and run the same command again.',
	states: {
		missing: 'deleted in n8n',
		unpublished: 'unpublished by hand',
		unfinished: 'not published yet',
		draft: 'changes not published',
		outdated: 'out of date',
		changed: 'changed by hand',
		broken: 'broken',
	} satisfies Record<State, string>,
	status: {
		head: (url: string, deployed: string | undefined, version: string) =>
			deployed
				? `${url}: deployed by version ${deployed}; this is ${version}.`
				: `${url}: nothing is deployed.`,
		ok: 'ok',
		absent: 'not deployed',
		lacks: (node: string, needs: 'workflow' | 'credential') =>
			`"${node}" ${needs === 'workflow' ? 'calls a workflow that is gone' : 'has no credential'}`,
	},
	doctor: {
		healthy: 'Nothing found.',
		found: (count: number) => `${count} finding(s).`,
	},
	uninstall: {
		nothing: 'Nothing of CRM Bridge was deployed here.',
		plan: (what: {
			workflows: number;
			archived: string[];
			credentials: number;
			tables: string[];
		}) =>
			[
				`To go: ${what.workflows} workflows, ${what.credentials} credentials.`,
				what.archived.length > 0
					? `Changed by hand, so they go into n8n's archive: ${what.archived.join('; ')}.`
					: '',
				what.tables.length > 0
					? `Tables with all their rows: ${what.tables.join(', ')}.`
					: 'The tables stay.',
			]
				.filter(Boolean)
				.join('\n'),
		sure: 'Really?',
		gone: (name: string, archived: boolean) => `✓ "${name}" ${archived ? 'archived' : 'deleted'}`,
		credential: (key: string) => `✓ credential ${key} deleted`,
		table: (name: string) => `✓ table ${name} deleted`,
		tablesStay: 'Done. The tables with their rows are still there.',
		done: 'Done.',
	},
	troubles: {
		unreachable: ({ url, reason }) => ({
			what: `n8n does not answer at ${url} (${reason}).`,
			next: 'Is the address right, is n8n running, and can this machine reach it? Then run the same command again.',
		}),
		redirected: ({ url, to }) => ({
			what: `${url} sends the call on to ${to}.`,
			next: `The key is sent to no other address. If ${to} is your n8n, give that address.`,
		}),
		notN8n: ({ url }) => ({
			what: `${url} does not answer like n8n.`,
			next: 'Give the address of the editor, as it stands in the browser, without what follows the host.',
		}),
		wrongKey: ({ url }) => ({
			what: `n8n at ${url} does not accept this API key.`,
			next: `${MAKE_KEY}. Keys end on their date, and belong to one n8n only.`,
		}),
		apiOff: ({ url }) => ({
			what: `There is no public API at ${url}.`,
			next: 'Is that the address of n8n? If so, it runs with N8N_PUBLIC_API_DISABLED=true: take that away and start it again.',
		}),
		oldN8n: ({ version, missing }) => ({
			what: `This n8n (${version ?? 'version unknown'}) is too old.${missing.length ? ` It lacks ${missing.join(', ')}.` : ''}`,
			next: 'Update n8n to 2.40 or later (make a backup first), then run the same command again. Nothing was changed.',
		}),
		missingScopes: ({ scopes }) => ({
			what: `The API key may not do everything that is needed: ${scopes.join(', ')}.`,
			next: `${MAKE_KEY}, and use the new key. Nothing was changed.`,
		}),
		missingPack: ({ types }) => ({
			what: `This n8n has not loaded the nodes of CRM Bridge (it does not know ${types.join(', ')}).`,
			next: `${LOAD_PACK} Then run the same command again.`,
		}),
		refused: ({ what, status, message }) => ({
			what: `n8n refused ${what} (${status}): ${message}`,
			next: 'What was done until now is kept: run the same command again, it goes on from there.',
		}),
		unpublished: ({ name, message }) => ({
			what: `"${name}" could not be published: ${message}`,
			next: 'Correct it in n8n and run the same command again.',
		}),
		badCredential: ({ name, key, message }) => ({
			what: `"${name}" does not work: ${message}`,
			next: `Give the right values (--set ${key}.…=…, or correct the credential in n8n) and run the same command again. No workflow was published with it.`,
		}),
		missingAnswers: ({ answers }) => ({
			what: `Answers are missing: ${answers.join(', ')}.`,
			next: 'Give them as flags, as variables of the environment, or in a file (--file); or start in a terminal, where you are asked.',
		}),
		badAnswer: ({ what, message }) => ({
			what: `${what} is not understood${message ? `: ${message}` : '.'}`,
			next: 'See docs/deploy.md for what an answer looks like.',
		}),
		setupFailed: ({ execution }) => ({
			what: `"00 · Create tables and default settings" did not come to its end${execution ? ` (execution ${execution})` : ''}.`,
			next: 'Open its executions in n8n to see why, then run the same command again.',
		}),
		busy: ({ host, seconds }) => ({
			what: `Another run of this tool is at work on this n8n, on the machine ${host}.`,
			next: `Wait for its end, then run the same command again. If it was killed, that works in ${seconds} s. Nothing was changed.`,
		}),
		overtaken: ({ host }) => ({
			what: `Another run of this tool has been at work on this n8n meanwhile, on the machine ${host}.`,
			next: 'When it has come to its end, run the same command again: it starts from what is there then.',
		}),
		cancelled: () => ({ what: 'Stopped.', next: 'Run the same command again to go on.' }),
	} satisfies TroubleWords as TroubleWords,
	findings: {
		missingPack: ({ types }) => ({
			what: `n8n does not know ${types.join(', ')}: the pack is not loaded.`,
			next: LOAD_PACK,
		}),
		brokeOff: () => ({
			what: 'A deployment did not come to its end.',
			next: 'Run deploy again: it goes on from there.',
		}),
		nothingDeployed: () => ({
			what: 'Nothing is deployed.',
			next: 'Run npx n8n-nodes-crm-bridge deploy.',
		}),
		workflow: ({ name, state, details }) =>
			({
				missing: {
					what: `"${name}" was deleted in n8n.`,
					next: 'Run deploy to bring it back.',
				},
				unpublished: {
					what: `"${name}" is unpublished.`,
					next: 'If that is not on purpose, open it in n8n and press Publish.',
				},
				unfinished: { what: `"${name}" is not published yet.`, next: 'Run deploy again.' },
				draft: {
					what: `"${name}" has changes that do not run yet.`,
					next: 'Open it in n8n and publish or discard them.',
				},
				outdated: {
					what: `"${name}" is older than this version of the pack.`,
					next: 'Run deploy: your changes stay.',
				},
				changed: { what: `"${name}" was changed by hand.`, next: 'Nothing is to be done.' },
				broken: {
					what: `"${name}": something that a node needs is gone: ${details.join(', ')}.`,
					next: 'Open these nodes in n8n and choose the workflow or credential again, or run deploy --replace.',
				},
			})[state],
		absent: ({ name }) => ({ what: `"${name}" is not deployed.`, next: 'Run deploy.' }),
		table: ({ name, lacks }) => ({
			what: `The ${lacks} ${name} is missing.`,
			next: 'Run deploy: it adds what is missing and touches no row.',
		}),
		columnType: ({ name, wanted, present }) => ({
			what: `Column ${name} is of type ${present}; the workflows expect ${wanted}.`,
			next: 'Rename the column in Data Tables, run deploy, and copy its values over.',
		}),
		full: ({ percent }) => ({
			what: `The Data Tables hold ${percent} % of 200 MB, n8n's usual limit.`,
			next: 'Shorten keep_days_… in bot_settings, or raise N8N_DATA_TABLES_MAX_SIZE_BYTES.',
		}),
		credentialGone: ({ name, key }) => ({
			what: `The credential "${name}" was deleted in n8n.`,
			next: `Run deploy with the values of ${key}: it creates it and enters it in the nodes.`,
		}),
		credentialBad: ({ name, key, message }) => ({
			what: `The credential "${name}" does not work: ${message}`,
			next: `Correct it in n8n under Credentials, or run deploy with the right values of ${key}.`,
		}),
		deaf: ({ workflow, url }) => ({
			what: `n8n does not listen at ${url} ("${workflow}").`,
			next: 'Open the workflow in n8n, press Unpublish and Publish: n8n then says why.',
		}),
		failedRuns: ({ workflow, count }) => ({
			what: `"${workflow}" failed ${count} time(s) in the last 24 hours.`,
			next: 'Open its executions in n8n: the red node says why.',
		}),
		noAdminChat: () => ({
			what: 'Nobody gets alerts.',
			next: 'Enter a Telegram chat in Data Tables → bot_settings → admin_chat_id; write to the bot from it first.',
		}),
		noShop: () => ({
			what: 'No shop is switched on for WhatsApp.',
			next: 'Open the form whatsapp-settings, or add a row to whatsapp_settings with is_enabled on.',
		}),
		paused: ({ session, until, reason }) => ({
			what: `The WhatsApp session "${session}" is paused until ${until}${reason ? ` (${reason})` : ''}.`,
			next: 'Remove the cause, then end the pause in the form whatsapp-settings.',
		}),
		session: ({ session, status }) => ({
			what: `The WhatsApp session "${session}" is ${status}.`,
			next: 'Open the form whatsapp-session and scan the QR code with the shop’s phone.',
		}),
		waiting: ({ table, hours }) => ({
			what: `A row of ${table} has waited for ${hours} h.`,
			next: 'Its columns error_message or reason say why; also see the executions of the flow.',
		}),
	} satisfies FindingWords as FindingWords,
	unexpected: (message: string) =>
		`That should not have happened: ${message}\nRun the same command again; if it stays, report it with this text.`,
};

export type Words = typeof en;
