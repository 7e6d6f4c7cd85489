'use strict';
/* The state of the session as others see it: connection, stream, socket, commands. */

__d('WAWebNetworkStatus', (require, module) => {
  const { BaseModel, defineModel } = require('WAWebBaseModel');

  class NetworkStatus extends BaseModel {
    static defaults() {
      return { online: navigator.onLine };
    }

    initialize() {
      window.addEventListener('online', () => this.checkOnline());
      window.addEventListener('offline', () => this.checkOnline());
    }

    checkOnline() {
      this.set('online', navigator.onLine);
      return this.online;
    }
  }

  defineModel(NetworkStatus, 'networkStatus', ['online']);
  module.exports = new NetworkStatus();
});

__d('WAWebConnModel', (require, module, exports) => {
  const { BaseModel, defineModel } = require('WAWebBaseModel');

  class Conn extends BaseModel {
    static defaults() {
      // A phone tells its battery only to clients of the time before linked devices: no value, as on the real page.
      return { connected: false, platform: undefined, isSMB: false, battery: undefined, plugged: undefined };
    }
  }

  defineModel(Conn, 'conn', ['ref', 'refTTL', 'connected', 'wid', 'lid', 'pushname', 'platform', 'isSMB', 'battery', 'plugged']);
  exports.Conn = new Conn();
});

__d('WAWebStreamModel', (require, module, exports) => {
  const { BaseModel, defineModel } = require('WAWebBaseModel');
  const same = (...names) => Object.fromEntries(names.map((name) => [name, name]));

  class Stream extends BaseModel {
    static defaults() {
      return { info: 'OPENING', available: true, needsUpdate: false };
    }

    markAvailable() {
      this.set('available', true);
    }

    markUnavailable() {
      this.set('available', false);
    }
  }

  defineModel(Stream, 'stream', ['mode', 'info', 'available', 'needsUpdate', 'displayInfo']);
  exports.StreamInfo = same('OFFLINE', 'OPENING', 'PAIRING', 'SYNCING', 'RESUMING', 'CONNECTING', 'NORMAL');
  exports.StreamMode = same('QR', 'MAIN', 'SYNCING', 'OFFLINE', 'CONFLICT', 'PROXYBLOCK', 'TOS_BLOCK', 'DEPRECATED_VERSION');
  exports.Stream = new Stream();
});

__d('WAWebSocketModel', (require, module, exports) => {
  const { BaseModel, defineModel } = require('WAWebBaseModel');

  class Socket extends BaseModel {
    static defaults() {
      return { state: 'UNLAUNCHED', stream: 'DISCONNECTED', hasSynced: false };
    }

    reconnect() {
      require('sim/socket').reconnect();
    }

    /** "Use here": this page wants the connection back that another one has taken. */
    takeover() {
      require('sim/socket').reconnect();
    }

    logout() {
      require('sim/socket').logout();
    }

    openStream() {
      require('sim/socket').reconnect();
    }
  }

  defineModel(Socket, 'socket', ['state', 'stream', 'hasSynced']);
  exports.Socket = new Socket();
});

__d('WAWebCmd', (require, module, exports) => {
  const EventEmitter = require('WAWebEventEmitter');

  class CmdImpl extends EventEmitter {
    isMainLoaded = false;

    refreshQR() {
      require('sim/pairing').refresh();
    }

    sendRevokeMsgs(...args) {
      return require('WAWebChatSendMessages').sendRevokeMsgs(...args);
    }

    sendDeleteMsgs(...args) {
      return require('WAWebChatSendMessages').sendDeleteMsgs(...args);
    }

    setActiveFilter() {}

    openChatBottom() {}

    openChatAt() {}

    closeChat() {}

    onLogoutFromBridge() {
      this.trigger('logout_from_bridge');
    }

    onTemporaryBanFromBridge(ban) {
      this.trigger('account_temporarily_banned_from_bridge', ban);
    }

    reachoutTimelockStateChange() {
      this.trigger('reachout_timelock_state_change');
    }

    newChatMessageCappingStateChange() {
      this.trigger('new_chat_message_capping_state_change');
    }
  }

  exports.CmdImpl = CmdImpl;
  exports.Cmd = new CmdImpl();
});

__d('WAWebLaunchSocketUtils', (require, module, exports) => {
  exports.refreshQR = () => require('sim/pairing').refresh();
});

__d('WAWebOfflineHandler', (require, module, exports) => {
  const done = { percent: 0 };
  exports.OfflineMessageHandler = {
    getOfflineDeliveryProgress: () => done.percent,
    isOfflineDeliveryEnd: () => done.percent === 100,
  };
  exports.OfflineMessageHandlerImpl = class OfflineMessageHandlerImpl {};
  exports.OfflineMessageHandlerImpl.finished = () => {
    done.percent = 100;
  };
});
