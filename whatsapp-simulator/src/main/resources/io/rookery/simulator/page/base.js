'use strict';
/* Events and models: the ground everything else stands on. */

__d('WAWebEventEmitter', (require, module) => {
  class EventEmitter {
    on(names, callback, context) {
      return this.#add(names, callback, context, false);
    }

    once(names, callback, context) {
      return this.#add(names, callback, context, true);
    }

    #add(names, callback, context, once) {
      if (typeof callback !== 'function') {
        throw new TypeError('Callback parameter passed is not a function');
      }
      for (const name of names.split(/\s+/)) {
        const listeners = this.#listeners(name) ?? [];
        this.#all().set(name, [...listeners, { callback, context, once }]);
      }
      return this;
    }

    off(names, callback, context) {
      if (!names) {
        this.#all().clear();
        return this;
      }
      for (const name of names.split(/\s+/)) {
        const kept = (this.#listeners(name) ?? []).filter(
          (listener) =>
            (callback && listener.callback !== callback) || (context && listener.context !== context),
        );
        this.#all().set(name, kept);
      }
      return this;
    }

    trigger(name, ...args) {
      this.#call(name, args);
      if (name !== 'all') {
        this.#call('all', [name, ...args]);
      }
      return this;
    }

    #call(name, args) {
      for (const listener of this.#listeners(name) ?? []) {
        if (listener.once) {
          this.off(name, listener.callback);
        }
        try {
          listener.callback.apply(listener.context ?? this, args);
        } catch (error) {
          // One listener's fault is not the others': report it as the browser would, and go on.
          setTimeout(() => {
            throw error;
          });
        }
      }
    }

    listenTo(other, names, callback) {
      other.on(names, callback, this);
      return this;
    }

    stopListening(other, names, callback) {
      other?.off(names, callback, this);
      return this;
    }

    removeAllListeners() {
      return this.off();
    }

    #listeners(name) {
      return this.#all().get(name);
    }

    #map;

    #all() {
      this.#map ??= new Map();
      return this.#map;
    }
  }

  module.exports = EventEmitter;
});

__d('WAWebBaseModel', (require, module, exports) => {
  const EventEmitter = require('WAWebEventEmitter');

  class BaseModel extends EventEmitter {
    constructor(from = {}) {
      super();
      const attributes = from instanceof BaseModel ? from.attributes : from;
      Object.defineProperty(this, 'attributes', { value: {}, enumerable: false });
      Object.defineProperty(this, 'children', { value: new Map(), enumerable: false });
      const defaults = this.constructor.defaults?.() ?? {};
      this.set({ ...defaults, ...withoutUndefined(attributes) }, { silent: true });
      this.initialize?.();
    }

    get(name) {
      return this.attributes[name];
    }

    set(name, value, options) {
      if (typeof name === 'object') {
        return this.#setAll(name, value);
      }
      return this.#setAll({ [name]: value }, options);
    }

    #setAll(values, { silent = false } = {}) {
      const changes = [];
      for (const [name, value] of Object.entries(values)) {
        const previous = this.attributes[name];
        if (!(name in this)) {
          define(this, name);
        }
        if (previous !== value) {
          this.attributes[name] = value;
          changes.push([name, value, previous]);
        }
      }
      if (!silent && changes.length) {
        for (const [name, value, previous] of changes) {
          this.trigger(`change:${name}`, this, value, previous);
        }
        this.trigger('change', this);
      }
      return this;
    }

    unset(name) {
      return this.set(name, undefined);
    }

    /** A part with events of its own, which pass through as change:NAME.ATTRIBUTE. */
    addChild(name, child) {
      this.children.set(name, child);
      Object.defineProperty(this, name, { value: child, enumerable: false, configurable: true });
      child.on('all', (event, ...args) => {
        if (event.startsWith('change:')) {
          this.trigger(`change:${name}.${event.slice('change:'.length)}`, ...args);
        }
      });
    }

    delete() {
      this.trigger('destroy', this);
    }

    serialize() {
      const plain = {};
      for (const [name, value] of Object.entries(this.attributes)) {
        plain[name] = value instanceof BaseModel ? value.serialize() : value;
      }
      return plain;
    }

    toJSON() {
      return this.serialize();
    }

    /** The model itself, where WhatsApp Web hands out a guarded view. */
    safe() {
      return this;
    }

    unsafe() {
      return this;
    }
  }

  function withoutUndefined(values) {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  }

  function define(target, name) {
    Object.defineProperty(target, name, {
      get() {
        return this.attributes?.[name];
      },
      set(value) {
        this.set(name, value);
      },
      enumerable: true,
      configurable: true,
    });
  }

  /** Gives a model class its kind and its attributes. */
  exports.defineModel = (modelClass, proxyName, attributes) => {
    modelClass.prototype.proxyName = proxyName;
    for (const name of attributes) {
      define(modelClass.prototype, name);
    }
    return modelClass;
  };
  exports.BaseModel = BaseModel;
});
