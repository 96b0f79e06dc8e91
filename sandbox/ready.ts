import { OWNER } from './n8nApi';
import type { Queue } from './queue';
import type { Sandbox } from './sandbox';
import { SECRETS, WHATSAPP } from './secrets';

/** Path of each webhook below `/webhook/`: fixed by the webhook ids in the workflow files. */
const WEBHOOKS = {
	payment: 'payment',
	health: 'health',
	telegram: 'crm-bridge-telegram/webhook',
	telegramDialogue: 'crm-bridge-telegram-dialogue/webhook',
	wahelp: 'crm-bridge-wahelp/wahelp',
	waha: 'crm-bridge-waha/waha',
	amocrm: 'crm-bridge-amocrm/amocrm',
	sitniks: 'crm-bridge-sitniks/sitniks',
};

/** Path of each form below `/form/`. */
const FORM_PATHS = {
	start: 'whatsapp',
	templates: 'whatsapp-templates',
	settings: 'whatsapp-settings',
	session: 'whatsapp-session',
	general: 'whatsapp-general',
	sendTest: 'whatsapp-send-test',
	report: 'whatsapp-report',
	history: 'whatsapp-history',
	forget: 'forget-client',
};

/**
 * The one object that `--json` prints (its keys and their order are a contract, see README.md). In queue mode it ends
 * with the process ids.
 */
export function readyLine({ n8nUrl, vendorsUrl, apiKey, ...processes }: Sandbox) {
	return {
		ready: true,
		n8n: n8nUrl,
		...OWNER,
		apiKey,
		vendors: vendorsUrl,
		webhooks: webhookUrls(n8nUrl),
		secrets: SECRETS,
		...(processes.queue ? { processes: processIds(processes) } : {}),
	};
}

/** By name; a server that is not ours has none. */
function processIds({
	n8n,
	workers,
	postgres,
	redis,
}: Pick<Sandbox, 'n8n' | 'workers' | 'postgres' | 'redis'>) {
	return {
		n8n: n8n.pid,
		workers: workers.map(({ pid }) => pid),
		postgres: postgres?.pid,
		redis: redis?.pid,
	};
}

/** Full address of each webhook. */
export function webhookUrls(n8nUrl: string): Record<keyof typeof WEBHOOKS, string> {
	return below(`${n8nUrl}/webhook`, WEBHOOKS);
}

/** Full address of each form. */
export function formUrls(n8nUrl: string): Record<keyof typeof FORM_PATHS, string> {
	return below(`${n8nUrl}/form`, FORM_PATHS);
}

function below<Name extends string>(
	url: string,
	paths: Record<Name, string>,
): Record<Name, string> {
	const entries = Object.entries<string>(paths).map(([name, path]) => [name, `${url}/${path}`]);
	return Object.fromEntries(entries) as Record<Name, string>;
}

/** What a person sees when the sandbox is ready. */
export function readyText({ n8nUrl, vendorsUrl, dataDir, queue, workers }: Sandbox): string {
	const { start, ...others } = formUrls(n8nUrl);
	const forms = Object.values(others);
	return `
The sandbox is ready.

  Editor        ${n8nUrl}
  Log-in        ${OWNER.email}
  Password      ${OWNER.password}
  Workflows     ${n8nUrl}/home/workflows
  Data Tables   ${n8nUrl}/home/datatables
  Simulators    ${vendorsUrl}/<vendor>/__sim/state   (kaspi, waha, telegram, amocrm, wahelp, sitniks)
  Start page    ${start}   leads to all forms:
  Forms         ${forms.join('\n                ')}
                log in as ${WHATSAPP.formUser} with ${WHATSAPP.formPassword}
  HTTP API      ${n8nUrl}/webhook/whatsapp/…   key ${WHATSAPP.apiKey}
  n8n's log     ${dataDir}/n8n.log${queue ? queueText(queue, workers.length, dataDir) : ''}

Try next: let a buyer order something at Kaspi …

  curl -X POST ${vendorsUrl}/kaspi/__sim/emit -H 'content-type: application/json' -d '{}'

… and within a few minutes (a few seconds with --fast) see
  the row in Data Tables → whatsapp_messages_log,
  the message in ${vendorsUrl}/waha/__sim/state,
  every step in the editor under Executions.

Or let a client write to the bot and see the answer in ${vendorsUrl}/telegram/__sim/state:

  curl -X POST ${vendorsUrl}/telegram/__sim/emit -H 'content-type: application/json' \\
    -d '{"message":{"from":{"id":500000123,"first_name":"Ira"},"text":"/start"}}'

Or let a client write in Instagram and see his chat, with answer and status, in ${vendorsUrl}/sitniks/__sim/state:

  curl -X POST ${vendorsUrl}/sitniks/__sim/emit -H 'content-type: application/json' \\
    -d '{"client":{"user_id":"2000000000000001","nick":"olena.k","source":"instagram","text":"Добрий день"}}'

Ctrl-C stops everything.
`;
}

/** The password of the sandbox's own servers stands in sandbox.json, for who wants to look into them. */
function queueText({ postgres, redis }: Queue, workers: number, dataDir: string): string {
	return `
  Queue mode    n8n starts runs, ${workers} workers run them: ${dataDir}/worker-<number>.log
  PostgreSQL    ${postgres.host}:${postgres.port}, database ${postgres.database}, user ${postgres.user}
  Redis         ${redis.host}:${redis.port}, database ${redis.database}`;
}
