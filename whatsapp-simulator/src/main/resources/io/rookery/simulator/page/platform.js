'use strict';
/* Version, time, encodings, constants. */

__d('WAWebBuildConstants', (require, module, exports) => {
  // "version" in the address, else what the simulator says that WhatsApp Web is at.
  const base = new URLSearchParams(location.search).get('version') ?? window.simulatedVersion;
  const [primary, secondary, tertiary] = base.split('.').map(Number);
  exports.VERSION_PRIMARY = primary;
  exports.VERSION_SECONDARY = secondary;
  exports.VERSION_TERTIARY = tertiary;
  exports.VERSION_BASE = base;
  exports.VERSION_STR = exports.VERSION_BASE;
  exports.PUSH_PHASE = 'C3';
});

__d('WAWebUpdaterVersion', (require, module, exports) => {
  exports.sanitizeVersionStr = (text) => text.split('-')[0];
  exports.SANITIZED_VERSION_STR = require('WAWebBuildConstants').VERSION_BASE;
});

__d('WAWebEnvironment', (require, module) => {
  module.exports = { isWeb: true, isWindows: false, isGuest: false };
});

__d('WAWebMiscBrowserUtils', (require, module) => {
  module.exports = {
    info: () => ({ name: 'Chrome', os: 'Linux', version: '1', ua: navigator.userAgent }),
    hardRefresh: () => location.reload(),
  };
});

__d('WAWebABProps', (require, module, exports) => {
  exports.getABPropConfigValue = () => false;
});

__d('WAWebPrimaryFeatures', (require, module, exports) => {
  exports.primaryFeatureEnabled = () => false;
});

__d('WAWebIsOfficialClient', (require, module, exports) => {
  exports.isOfficialClient = true;
  exports.getIsOfficialClient = () => exports.isOfficialClient;
});

__d('WAWebL10N', (require, module) => {
  module.exports = { getLocale: () => 'en' };
});

__d('WATimeUtils', (require, module, exports) => {
  exports.unixTime = () => Math.floor(Date.now() / 1000);
  exports.unixTimeMs = () => Date.now();
  exports.getClockSkew = () => 0;
});

__d('WABase64', (require, module, exports) => {
  exports.encodeB64 = (data) => btoa(String.fromCharCode(...new Uint8Array(data)));
  exports.decodeB64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
  exports.encodeB64UrlSafe = (data) => exports.encodeB64(data).replaceAll('+', '-').replaceAll('/', '_');
  exports.decodeB64UrlSafe = (text) => exports.decodeB64(text.replaceAll('-', '+').replaceAll('_', '/'));
});

__d('WALinkify', (require, module, exports) => {
  const LINK = /https?:\/\/[^\s]+/g;
  exports.findLinks = (text) => [...String(text ?? '').matchAll(LINK)].map(([href]) => ({ href, url: href }));
  exports.findLink = (text) => exports.findLinks(text)[0];
});

__d('useWAWebLinkPreview', (require, module, exports) => {
  exports.findFirstWebLink = (text) => require('WALinkify').findLink(text);
});

__d('WAWebAck', (require, module, exports) => {
  exports.ACK = {
    MD_DOWNGRADE: -7,
    INACTIVE: -6,
    CONTENT_UNUPLOADABLE: -5,
    CONTENT_TOO_BIG: -4,
    CONTENT_GONE: -3,
    EXPIRED: -2,
    FAILED: -1,
    CLOCK: 0,
    SENT: 1,
    RECEIVED: 2,
    READ: 3,
    PLAYED: 4,
    PEER: 5,
  };
  exports.ACK_STRING = {
    SENDER: 'sender',
    DELIVERY: 'delivery',
    READ: 'read',
    PLAYED: 'played',
    INACTIVE: 'inactive',
    READ_SELF: 'read-self',
    PLAYED_SELF: 'played-self',
  };
  exports.EDIT_ATTR = { SENDER_REVOKE: 7, ADMIN_REVOKE: 8 };
});

__d('WAWebMsgType', (require, module, exports) => {
  exports.MSG_TYPE = {
    CHAT: 'chat',
    IMAGE: 'image',
    VIDEO: 'video',
    AUDIO: 'audio',
    PTT: 'ptt',
    DOCUMENT: 'document',
    STICKER: 'sticker',
    LOCATION: 'location',
    VCARD: 'vcard',
    MULTI_VCARD: 'multi_vcard',
    POLL_CREATION: 'poll_creation',
    REVOKED: 'revoked',
    PROTOCOL: 'protocol',
    CIPHERTEXT: 'ciphertext',
    CALL_LOG: 'call_log',
  };
});

__d('WAWebSendMsgResultAction', (require, module, exports) => {
  exports.SendMsgResult = {
    OK: 'OK',
    ERROR_NETWORK: 'ERROR_NETWORK',
    ERROR_EXPIRED: 'ERROR_EXPIRED',
    ERROR_CANCELLED: 'ERROR_CANCELLED',
    ERROR_UPLOAD: 'ERROR_UPLOAD',
    ERROR_UNKNOWN: 'ERROR_UNKNOWN',
  };
});

__d('WAWebSocketConstants', (require, module, exports) => {
  const same = (...names) => Object.fromEntries(names.map((name) => [name, name]));
  exports.SOCKET_STATE = same(
    'OPENING',
    'PAIRING',
    'UNPAIRED',
    'UNPAIRED_IDLE',
    'CONNECTED',
    'TIMEOUT',
    'CONFLICT',
    'UNLAUNCHED',
    'PROXYBLOCK',
    'TOS_BLOCK',
    'SMB_TOS_BLOCK',
    'DEPRECATED_VERSION',
  );
  exports.SOCKET_STREAM = same('DISCONNECTED', 'SYNCING', 'RESUMING', 'CONNECTED');
});

__d('WAWebLogoutReasonConstants', (require, module, exports) => {
  exports.LogoutReason = {
    UserInitiated: 'user_initiated',
    UnknownCompanion: 'unknown_companion',
    ClientVersionOutdated: 'client_version_outdated',
    AccountLocked: 'account_locked',
  };
  exports.LOGOUT_REASON_CODE = {
    CLIENT_FATAL: '0',
    SYNC_FAIL: '1',
    INITIAL_HISTORY_SYNC_TIMEOUT: '2',
    ACCOUNT_LOCKED: '3',
  };
});

__d('WAWebLogoutReason', (require, module, exports) => {
  let previous;
  /** Null for the reasons that nobody need explain to a human. */
  exports.getErrorCodeFromLogoutReason = (reason) => {
    const { LogoutReason, LOGOUT_REASON_CODE } = require('WAWebLogoutReasonConstants');
    return reason === LogoutReason.AccountLocked ? LOGOUT_REASON_CODE.ACCOUNT_LOCKED : null;
  };
  exports.setPrevLogoutReasonCode = (code) => {
    previous = code;
  };
  exports.getPrevLogoutReasonCode = () => previous;
});

__d('WAWebLid1X1MigrationGating', (require, module, exports) => {
  exports.Lid1X1MigrationUtils = { isLidMigrated: () => false };
});

__d('WAWebSyncGatingUtils', (require, module, exports) => {
  exports.isHistorySyncOnDemandEnabled = () => false;
});

__d('WAWebBackendEventBus', (require, module, exports) => {
  const EventEmitter = require('WAWebEventEmitter');
  exports.BackendEvent = {
    LOGOUT: 'logout',
    REFRESH_QR: 'refresh_qr',
    STARTING_LOGOUT: 'starting_logout',
    SOCKET_STREAM_DISCONNECTED: 'socket_stream_disconnected',
    OPEN_SOCKET_STREAM: 'open_socket_stream',
    RECONNECT_SOCKET: 'reconnect_socket',
    SET_SOCKET_STATE: 'set_socket_state',
    MAIN_STREAM_MODE_READY: 'main_stream_mode_ready',
    OFFLINE_DELIVERY_END: 'offline_delivery_end',
  };
  exports.BackendEventBus = new EventEmitter();
});
