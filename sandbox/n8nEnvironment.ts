import type { Queue } from './queue';

/** Settings of somebody's own n8n on this machine must not leak into the sandbox. */
const FOREIGN =
	/^(N8N_|DB_|EXECUTIONS_|QUEUE_|CREDENTIALS_|NODES_|INSTANCE_AI_|GENERIC_TIMEZONE$|WEBHOOK_URL$|WORKFLOWS_DEFAULT_NAME$|NODE_OPTIONS$|JEST_WORKER_ID$)/;

/** Modules that nobody needs here; without them n8n starts sooner and calls nobody outside. */
const DISABLED_MODULES = [
	'instance-ai',
	'mcp',
	'mcp-registry',
	'chat-hub',
	'workflow-builder',
	'external-secrets',
	'source-control',
	'ldap',
	'sso-oidc',
	'sso-saml',
	'quick-connect',
	'instance-version-history',
];

export interface N8nSettings {
	/** N8N_USER_FOLDER; n8n puts `.n8n` into it. */
	userFolder: string;
	/** Port of the editor and of webhooks: that of the main process, also for a worker. */
	port: number;
	/** Port of a worker's health check. */
	healthPort?: number;
	/** Port on which n8n talks to its own task runner. */
	brokerPort: number;
	/** Queue mode; n8n alone on SQLite without it. */
	queue?: Queue;
	/** Who evaluates expressions: V8 isolates (n8n's default), or n8n's own process, which costs a fifth. */
	expressions?: 'vm' | 'legacy';
	/** n8n's cap of all Data Tables together, to see what happens when they are full. */
	tablesMaxBytes?: number;
}

/** The environment of the sandbox's n8n: this machine only, no calls home. */
export function n8nEnvironment(
	settings: N8nSettings,
	inherited: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
	const { userFolder, port, brokerPort, expressions = 'vm', tablesMaxBytes, queue } = settings;
	const own = Object.entries(inherited).filter(([key]) => !FOREIGN.test(key));
	return {
		...Object.fromEntries(own),
		// Jest says "test", which changes what n8n loads.
		NODE_ENV: 'production',
		// The simulators are on this machine, whatever proxy it uses.
		NO_PROXY: [inherited.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(','),
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_PROTOCOL: 'http',
		N8N_WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}`,
		N8N_SECURE_COOKIE: 'false',
		// Not a secret: everything in here is demo data on this machine.
		N8N_ENCRYPTION_KEY: 'crm-bridge-sandbox-encryption-key',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		...(queue ? queueEnvironment(queue, settings.healthPort) : { DB_TYPE: 'sqlite' }),
		GENERIC_TIMEZONE: 'Asia/Almaty',
		EXECUTIONS_DATA_PRUNE: 'true',
		EXECUTIONS_DATA_MAX_AGE: '72',
		EXECUTIONS_DATA_PRUNE_MAX_COUNT: '20000',
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		N8N_RUNNERS_MODE: 'internal',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_PUBLIC_API_DISABLED: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_DISABLED_MODULES: DISABLED_MODULES.join(','),
		// n8n makes a V8 isolate for every run unless the first expression is to make it: many runs of
		// schedules have none. With this the idle Kaspi flow takes 10 % of a core instead of 29 %.
		N8N_EXPRESSION_ENGINE: expressions,
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		// Isolates that are ready: a button of the bot takes 132 ms instead of 184 ms.
		N8N_EXPRESSION_ENGINE_POOL_SIZE: '4',
		N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true',
		...(tablesMaxBytes ? { N8N_DATA_TABLES_MAX_SIZE_BYTES: String(tablesMaxBytes) } : {}),
		N8N_LOG_LEVEL: 'info',
		N8N_LOG_OUTPUT: 'console',
	};
}

/** What makes one n8n of several: the same database, the same queue, and a worker's health check. */
function queueEnvironment(
	{ postgres, redis }: Queue,
	healthPort: number | undefined,
): NodeJS.ProcessEnv {
	return {
		EXECUTIONS_MODE: 'queue',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: postgres.host,
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_USER: postgres.user,
		DB_POSTGRESDB_PASSWORD: postgres.password,
		DB_POSTGRESDB_DATABASE: postgres.database,
		DB_POSTGRESDB_SSL_ENABLED: String(postgres.ssl),
		QUEUE_BULL_REDIS_HOST: redis.host,
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_BULL_REDIS_USERNAME: redis.user,
		QUEUE_BULL_REDIS_PASSWORD: redis.password,
		QUEUE_BULL_REDIS_DB: String(redis.database),
		QUEUE_BULL_REDIS_TLS: String(redis.tls),
		// After 10 s without Redis (n8n's default) each process ends itself and waits for somebody to start it again.
		QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '60000',
		// As n8n 3.0 does always: also a run that is started in the editor is a worker's.
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		...(healthPort === undefined
			? {}
			: {
					QUEUE_HEALTH_CHECK_ACTIVE: 'true',
					QUEUE_HEALTH_CHECK_PORT: String(healthPort),
					N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
				}),
	};
}
