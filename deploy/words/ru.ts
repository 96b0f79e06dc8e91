import type { Words } from './en';

const LOAD_PACK =
	'В n8n откройте Settings → Community nodes → Install, введите n8n-nodes-crm-bridge, установите и перезапустите n8n. ' +
	'n8n 3.x и защищённые 2.x загружают его только с N8N_UNVERIFIED_PACKAGES_ENABLED=true.';
const MAKE_KEY =
	'В n8n откройте Settings → n8n API → Create an API key (от имени владельца, со всеми правами)';

const FIELDS: Record<string, string> = {
	'kaspi.token': 'Kaspi: токен API (кабинет продавца → Настройки → Токен API)',
	'waha.baseUrl': 'WAHA: адрес, по которому её видит n8n, например http://waha:3000',
	'waha.apiKey': 'WAHA: ключ API (WAHA_API_KEY в открытом виде)',
	'telegram.accessToken': 'Telegram: токен бота от @BotFather',
	'telegram-dialogue.accessToken': 'Telegram: токен бота диалогов (это другой бот) от @BotFather',
	'telegram-files.accessToken': 'Telegram: токен бота, который отправляет файлы (тот же бот)',
	'wahelp.login': 'Wahelp: логин',
	'wahelp.password': 'Wahelp: пароль',
	'sitniks.apiKey': 'Sitniks: ключ API (настройки → API); без Sitniks оставьте пустым',
	'amocrm.baseUrl': 'amoCRM: адрес аккаунта, например https://shop.amocrm.ru',
	'amocrm.accessToken': 'amoCRM: долгосрочный токен частной интеграции',
};

export const ru: Words = {
	usage: `Переносит сценарии CRM Bridge в работающий n8n.

  npx n8n-nodes-crm-bridge deploy      установить сценарии или обновить; ваши изменения остаются
  npx n8n-nodes-crm-bridge status      что установлено, изменено, сломано, устарело
  npx n8n-nodes-crm-bridge doctor      проверить всё и сказать, что делать дальше
  npx n8n-nodes-crm-bridge uninstall   удалить сценарии; таблицы остаются

  --url, --api-key     адрес и ключ n8n (или N8N_URL, N8N_API_KEY)
  --webhook-url        адрес n8n для вебхуков, если он другой (N8N_WEBHOOK_URL)
  --flows a,b          kaspi-whatsapp, payments-amocrm, telegram-amocrm, sitniks
  --file answers.yaml  ответы: n8n, flows, credentials, settings
  --set kaspi.token=…  один ответ; или переменная CRM_BRIDGE_KASPI_TOKEN
  --keep, --replace    если одно и то же изменили и вы, и пакет: ваше / сценарий как в пакете
  --yes, -y            ничего не спрашивать, менять как можно меньше
  --dry-run            только сказать, что будет сделано
  --json               одна строка JSON в stdout
  --lang ru|en         язык
  --secrets-file путь  куда записать созданные секреты (crm-bridge-secrets.yaml)
  --skip-tests         не проверять доступы
  --drop-tables        uninstall: удалить и таблицы со всеми строками
`,
	flows: {
		'kaspi-whatsapp': 'заказы Kaspi → сообщения WhatsApp',
		'payments-amocrm': 'оплаты платформы курсов → amoCRM',
		'telegram-amocrm': 'бот Telegram ↔ amoCRM, Wahelp',
		sitniks: 'диалог продаж в Telegram и Instagram → Sitniks',
	},
	ask: {
		url: 'Адрес n8n',
		apiKey: 'Ключ API n8n (Settings → n8n API)',
		flows: 'Какие сценарии? (выбор пробелом)',
		adminChat: 'Чат Telegram для уведомлений (число; пусто — позже, в bot_settings)',
		goOn: 'Продолжить?',
		required: 'Здесь нужен ответ.',
		newCredential: 'новый',
		useCredential: (name) => `${name}: в n8n уже есть такие доступы. Какой взять?`,
		field: (key, field) => FIELDS[`${key}.${field}`] ?? `${key}: ${field}`,
		conflict: (name) => `«${name}» изменили и вы, и новая версия. Что оставить?`,
		keep: 'мои изменения',
		take: 'новую версию там, где изменено одно и то же; остальное моё',
		replace: 'весь сценарий как в пакете',
	},
	connected: (url) => `n8n отвечает по адресу ${url}.`,
	brokeOff: 'Прошлый запуск не дошёл до конца. Продолжаю с того же места.',
	nothingToDo: 'Всё уже так, как должно быть.',
	plan: (n) =>
		`Нужно: таблиц и столбцов — ${n.tables}, доступов — ${n.credentials}, новых сценариев — ${n.created}, ` +
		`обновить — ${n.updated}, опубликовать — ${n.published}.`,
	conflicts: (name, count) =>
		`«${name}»: вы и новая версия изменили одно и то же, мест: ${count} (- ваше, + из пакета):`,
	edits: (name, places, replaced) =>
		`«${name}»: ${replaced ? 'ваши изменения заменяются' : 'ваши изменения остаются'}: ${places.join('; ')}`,
	draft: (name) =>
		`В «${name}» есть неопубликованные изменения: сценарий не тронут. Опубликуйте или отмените их в n8n и запустите deploy снова.`,
	again: (name) => `«${name}» удалён в n8n и создаётся заново.`,
	otherColumn: (table, { name, type }, present) =>
		`Столбец ${table}.${name} имеет тип ${present}, сценарии ждут ${type}. Он не тронут.`,
	secretKept: (name, file) => `Секрет доступа «${name}» создан и записан в ${file}.`,
	credentialRefused: (name, message) => `«${name}» не принят: ${message}`,
	progress: {
		table: (name) => `✓ таблица ${name}`,
		column: (name) => `✓ столбец ${name}`,
		credential: (name, did) =>
			`✓ доступ «${name}» ${{ created: 'создан', reused: 'используется', corrected: 'исправлен' }[did]}`,
		tested: (name, outcome) =>
			({
				ok: `✓ доступ «${name}» работает`,
				untested: `· доступ «${name}» проверить нельзя`,
				unreachable: `· доступ «${name}» не проверен: сервис сейчас не отвечает`,
				skipped: `· доступ «${name}» не проверялся`,
			})[outcome],
		workflow: (name, did) =>
			({
				created: `✓ сценарий «${name}» создан`,
				updated: `✓ сценарий «${name}» обновлён`,
				kept: `· сценарий «${name}» без изменений`,
				waits: `· сценарий «${name}» не тронут`,
			})[did],
		published: (name) => `✓ сценарий «${name}» опубликован`,
		setup: '✓ настройки по умолчанию в таблицах',
		setting: (name) => `✓ настройка ${name}`,
	},
	failure: ({ workflow, kind, message }) =>
		({
			unpublished: `✗ «${workflow}» не опубликован: ${message}`,
			deaf: `✗ «${workflow}» опубликован, но n8n не слушает адрес узла «${message}». Откройте его в n8n и нажмите Publish: n8n назовёт причину.`,
			changed: `✗ «${workflow}» изменили в n8n, пока работал deploy: сценарий не тронут. Запустите ту же команду снова: она начнёт с того, что есть теперь.`,
		})[kind],
	addresses: {
		enter: '\nЭти адреса нужно вписать самому:',
		self: '\nЭти адреса зарегистрированы при публикации, делать ничего не нужно:',
		forms: (file) => `\nФормы (пароль в ${file}, если он создан здесь):`,
		where: (key, file) =>
			({
				telegram: 'Telegram: сценарий ставит вебхук сам (setWebhook)',
				waha: 'WAHA: в вебхуках сессии',
				wahelp: 'Wahelp: сценарий регистрирует сам; вручную: проект → Интеграции → Вебхуки',
				amocrm: 'amoCRM: сценарий регистрирует сам, см. Настройки → Интеграции → Вебхуки',
				sitniks: `Sitniks: Настройки → Вебхуки → событие «Повідомлення в чаті»; добавьте ?secret= и sitniks.webhookSecret из ${file}`,
				payment: `Платформа курсов: настройки вебхука, POST; подпись секретом payment-secret.secret из ${file}`,
				api: `Свой интерфейс: заголовок с ключом whatsapp-api-key.secret из ${file}`,
				open: '',
				form: '',
			})[key],
	},
	done: '\nГотово. Проверить в любой момент: npx n8n-nodes-crm-bridge doctor',
	notAll: '\nСделано не всё, см. выше. Исправьте и запустите ту же команду снова.',
	states: {
		missing: 'удалён в n8n',
		unpublished: 'снят с публикации вручную',
		unfinished: 'ещё не опубликован',
		draft: 'изменения не опубликованы',
		outdated: 'устарел',
		changed: 'изменён вручную',
		broken: 'сломан',
	},
	status: {
		head: (url, deployed, version) =>
			deployed
				? `${url}: установлено версией ${deployed}; эта версия — ${version}.`
				: `${url}: ничего не установлено.`,
		ok: 'в порядке',
		absent: 'не установлен',
		lacks: (node, needs) =>
			`«${node}» ${needs === 'workflow' ? 'вызывает сценарий, которого нет' : 'без доступа'}`,
	},
	doctor: {
		healthy: 'Всё в порядке.',
		found: (count) => `Замечаний: ${count}.`,
	},
	uninstall: {
		nothing: 'Здесь ничего из CRM Bridge не установлено.',
		plan: (what) =>
			[
				`Будет удалено: сценариев — ${what.workflows}, доступов — ${what.credentials}.`,
				what.archived.length > 0
					? `Изменены вручную, поэтому уйдут в архив n8n: ${what.archived.join('; ')}.`
					: '',
				what.tables.length > 0
					? `Таблицы со всеми строками: ${what.tables.join(', ')}.`
					: 'Таблицы остаются.',
			]
				.filter(Boolean)
				.join('\n'),
		sure: 'Точно?',
		gone: (name, archived) => `✓ «${name}» ${archived ? 'в архиве' : 'удалён'}`,
		credential: (key) => `✓ доступ ${key} удалён`,
		table: (name) => `✓ таблица ${name} удалена`,
		tablesStay: 'Готово. Таблицы со строками на месте.',
		done: 'Готово.',
	},
	troubles: {
		unreachable: ({ url, reason }) => ({
			what: `n8n не отвечает по адресу ${url} (${reason}).`,
			next: 'Верен ли адрес, работает ли n8n и виден ли он с этого компьютера? Затем запустите ту же команду снова.',
		}),
		redirected: ({ url, to }) => ({
			what: `${url} перенаправляет на ${to}.`,
			next: `Ключ не отправляется на другой адрес. Если ваш n8n — ${to}, укажите этот адрес.`,
		}),
		notN8n: ({ url }) => ({
			what: `${url} отвечает не как n8n.`,
			next: 'Укажите адрес редактора из браузера без того, что стоит после имени сервера.',
		}),
		wrongKey: ({ url }) => ({
			what: `n8n по адресу ${url} не принимает этот ключ API.`,
			next: `${MAKE_KEY}. У ключа есть срок, и он подходит только к одному n8n.`,
		}),
		apiOff: ({ url }) => ({
			what: `По адресу ${url} нет публичного API.`,
			next: 'Это адрес n8n? Тогда он запущен с N8N_PUBLIC_API_DISABLED=true: уберите эту настройку и перезапустите.',
		}),
		oldN8n: ({ version, missing }) => ({
			what: `Этот n8n (${version ?? 'версия неизвестна'}) слишком старый.${missing.length ? ` В нём нет ${missing.join(', ')}.` : ''}`,
			next: 'Обновите n8n до 2.40 или новее (сначала резервная копия) и запустите ту же команду снова. Ничего не изменено.',
		}),
		missingScopes: ({ scopes }) => ({
			what: `У ключа API не хватает прав: ${scopes.join(', ')}.`,
			next: `${MAKE_KEY} и возьмите новый ключ. Ничего не изменено.`,
		}),
		missingPack: ({ types }) => ({
			what: `В этом n8n не загружены узлы CRM Bridge (он не знает ${types.join(', ')}).`,
			next: `${LOAD_PACK} Затем запустите ту же команду снова.`,
		}),
		refused: ({ what, status, message }) => ({
			what: `n8n отклонил ${what} (${status}): ${message}`,
			next: 'Сделанное сохранено: запустите ту же команду снова, она продолжит.',
		}),
		unpublished: ({ name, message }) => ({
			what: `«${name}» не опубликован: ${message}`,
			next: 'Исправьте это в n8n и запустите ту же команду снова.',
		}),
		badCredential: ({ name, key, message }) => ({
			what: `«${name}» не работает: ${message}`,
			next: `Укажите верные значения (--set ${key}.…=… или исправьте доступ в n8n) и запустите ту же команду снова. Ни один сценарий с ним не опубликован.`,
		}),
		missingAnswers: ({ answers }) => ({
			what: `Не хватает ответов: ${answers.join(', ')}.`,
			next: 'Укажите их флагами, переменными окружения или в файле (--file) — или запустите в терминале, там спросят.',
		}),
		badAnswer: ({ what, message }) => ({
			what: `Непонятно: ${what}${message ? `: ${message}` : '.'}`,
			next: 'Как выглядит ответ, написано в docs/deploy.md.',
		}),
		setupFailed: ({ execution }) => ({
			what: `«00 · Create tables and default settings» не дошёл до конца${execution ? ` (выполнение ${execution})` : ''}.`,
			next: 'Откройте его выполнения в n8n, там видна причина, затем запустите ту же команду снова.',
		}),
		busy: ({ host, seconds }) => ({
			what: `С этим n8n уже работает другой запуск этой программы, на компьютере ${host}.`,
			next: `Дождитесь его конца и запустите ту же команду снова. Если его прервали, это получится через ${seconds} с. Ничего не изменено.`,
		}),
		overtaken: ({ host }) => ({
			what: `Тем временем с этим n8n работал другой запуск этой программы, на компьютере ${host}.`,
			next: 'Когда он закончится, запустите ту же команду снова: она начнёт с того, что тогда будет в n8n.',
		}),
		cancelled: () => ({
			what: 'Остановлено.',
			next: 'Чтобы продолжить, запустите ту же команду снова.',
		}),
	},
	findings: {
		missingPack: ({ types }) => ({
			what: `n8n не знает ${types.join(', ')}: пакет не загружен.`,
			next: LOAD_PACK,
		}),
		brokeOff: () => ({
			what: 'Установка не дошла до конца.',
			next: 'Запустите deploy снова: он продолжит с того же места.',
		}),
		nothingDeployed: () => ({
			what: 'Ничего не установлено.',
			next: 'Запустите npx n8n-nodes-crm-bridge deploy.',
		}),
		workflow: ({ name, state, details }) =>
			({
				missing: { what: `«${name}» удалён в n8n.`, next: 'Запустите deploy, он вернёт его.' },
				unpublished: {
					what: `«${name}» снят с публикации.`,
					next: 'Если это не нарочно, откройте его в n8n и нажмите Publish.',
				},
				unfinished: { what: `«${name}» ещё не опубликован.`, next: 'Запустите deploy снова.' },
				draft: {
					what: `В «${name}» есть изменения, которые ещё не работают.`,
					next: 'Откройте его в n8n и опубликуйте или отмените их.',
				},
				outdated: {
					what: `«${name}» старше этой версии пакета.`,
					next: 'Запустите deploy: ваши изменения останутся.',
				},
				changed: { what: `«${name}» изменён вручную.`, next: 'Делать ничего не нужно.' },
				broken: {
					what: `«${name}»: пропало то, что нужно узлам: ${details.join(', ')}.`,
					next: 'Откройте эти узлы в n8n и выберите сценарий или доступ заново — или запустите deploy --replace.',
				},
			})[state],
		absent: ({ name }) => ({ what: `«${name}» не установлен.`, next: 'Запустите deploy.' }),
		table: ({ name, lacks }) => ({
			what: `Нет ${lacks === 'table' ? 'таблицы' : 'столбца'} ${name}.`,
			next: 'Запустите deploy: он добавит недостающее и не тронет ни одной строки.',
		}),
		columnType: ({ name, wanted, present }) => ({
			what: `Столбец ${name} имеет тип ${present}; сценарии ждут ${wanted}.`,
			next: 'Переименуйте столбец в Data Tables, запустите deploy и перенесите значения.',
		}),
		full: ({ percent }) => ({
			what: `Таблицы занимают ${percent} % от 200 МБ, обычного предела n8n.`,
			next: 'Уменьшите keep_days_… в bot_settings или поднимите N8N_DATA_TABLES_MAX_SIZE_BYTES.',
		}),
		credentialGone: ({ name, key }) => ({
			what: `Доступ «${name}» удалён в n8n.`,
			next: `Запустите deploy со значениями ${key}: он создаст доступ и впишет его в узлы.`,
		}),
		credentialBad: ({ name, key, message }) => ({
			what: `Доступ «${name}» не работает: ${message}`,
			next: `Исправьте его в n8n в разделе Credentials или запустите deploy с верными значениями ${key}.`,
		}),
		deaf: ({ workflow, url }) => ({
			what: `n8n не слушает адрес ${url} («${workflow}»).`,
			next: 'Откройте сценарий в n8n, нажмите Unpublish и Publish: n8n назовёт причину.',
		}),
		failedRuns: ({ workflow, count }) => ({
			what: `«${workflow}» за сутки завершился ошибкой, раз: ${count}.`,
			next: 'Откройте его выполнения в n8n: причину назовёт красный узел.',
		}),
		noAdminChat: () => ({
			what: 'Уведомления никто не получает.',
			next: 'Впишите чат Telegram в Data Tables → bot_settings → admin_chat_id; сначала напишите из него боту.',
		}),
		noShop: () => ({
			what: 'Ни один магазин не включён для WhatsApp.',
			next: 'Откройте форму whatsapp-settings или добавьте строку в whatsapp_settings с включённым is_enabled.',
		}),
		paused: ({ session, until, reason }) => ({
			what: `Сессия WhatsApp «${session}» на паузе до ${until}${reason ? ` (${reason})` : ''}.`,
			next: 'Устраните причину и завершите паузу в форме whatsapp-settings.',
		}),
		session: ({ session, status }) => ({
			what: `Сессия WhatsApp «${session}»: ${status}.`,
			next: 'Откройте форму whatsapp-session и отсканируйте QR-код телефоном магазина.',
		}),
		waiting: ({ table, hours }) => ({
			what: `Строка таблицы ${table} ждёт уже ${hours} ч.`,
			next: 'Причина в её столбце error_message или reason; посмотрите и выполнения сценария.',
		}),
	},
	unexpected: (message) =>
		`Такого быть не должно: ${message}\nЗапустите ту же команду снова; если повторится, пришлите этот текст.`,
};
