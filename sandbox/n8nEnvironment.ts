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
	port: number;
	brokerPort: number;
	/** Who evaluates expressions: V8 isolates (n8n's default), or n8n's own process, which costs a fifth. */
	expressions?: 'vm' | 'legacy';
	/** n8n's cap of all Data Tables together, to see what happens when they are full. */
	tablesMaxBytes?: number;
}

/** The environment of the sandbox's n8n: SQLite, this machine only, no calls home. */
export function n8nEnvironment(
	{ userFolder, port, brokerPort, expressions = 'vm', tablesMaxBytes }: N8nSettings,
	inherited: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
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
		DB_TYPE: 'sqlite',
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
