"""Slack's numbers, each from the reference page that its section names."""

# Messages: "chat.postMessage", "chat.update"
MESSAGE_BLOCKS = 50
MESSAGE_TEXT = 40_000
UPDATE_TEXT = 4_000
BLOCK_CHARACTERS = 13_000  # undocumented: msg_blocks_too_long
MARKDOWN = 12_000
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE_CHARACTERS = 10_000

# Views: "Modal views", "Home tab views"
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000
VIEW_TITLE = 24
PRIVATE_METADATA = 3_000
CALLBACK_ID = 255
EXTERNAL_ID = 255
MODAL_STACK = 3

# Block Kit reference
BLOCK_ID = 255
ACTION_ID = 255
SECTION_TEXT = 3_000
SECTION_FIELDS = 10
FIELD_TEXT = 2_000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 3_000  # the page names no number: a section's is taken
ACTION_ELEMENTS = 25
INPUT_LABEL = 2_000
INPUT_HINT = 2_000
IMAGE_URL = 3_000
ALT_TEXT = 2_000
TITLE_TEXT = 2_000
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
BUTTON_URL = 3_000
ACCESSIBILITY_LABEL = 75
PLACEHOLDER = 150
OPTION_TEXT = 75
OPTION_VALUE = 150
SELECT_OPTIONS = 100
MIN_QUERY = 3  # characters, where a menu that the app fills names no number
OVERFLOW_OPTIONS = 5
CHOICE_OPTIONS = 10
INPUT_LENGTH = 3_000
INPUT_LINES = 100  # a choice: no page names a number
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30

# Files: "files.getUploadURLExternal", "files.completeUploadExternal"
FILE_BYTES = 30_000_000  # a choice: the pages name no number
INPUT_FILES = 10
INPUT_FILE_BYTES = 10_000_000  # "File input element"
FILE_ALT_TEXT = 1_000
FILE_COMMENT = 4_000  # a choice: that of chat.update
FILE_CHANNELS = 100

# Reactions: "Use emoji reactions"; threads of assistants: "assistant.threads.*"
EMOJI = 50
EMOJI_OF_ONE = 23
PROMPTS = 4
LOADING_MESSAGES = 10

# Interactivity
TRIGGER_SECONDS = 3.0
CODE_SECONDS = 10 * 60
RESPONSE_URL_SECONDS = 30 * 60
RESPONSE_URL_USES = 5
SOCKETS = 10
