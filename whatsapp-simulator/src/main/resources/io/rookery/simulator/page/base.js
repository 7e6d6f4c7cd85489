'use strict';
/* Events, models and collections: the ground everything else stands on. */

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

__d('WAWebCollection', (require, module) => {
  const EventEmitter = require('WAWebEventEmitter');

  class Collection extends EventEmitter {
    constructor(models) {
      super();
      if (!this.constructor.model) {
        throw new Error('Collection initialized without model');
      }
      this._models = [];
      this._index = {};
      this.forward = (event, ...args) => this.trigger(event, ...args);
      if (models) {
        this.add(models);
      }
    }

    get modelClass() {
      return this.constructor.model;
    }

    get length() {
      return this._models.length;
    }

    /** Adds models or their attributes; a known id is updated where merge is asked for. Answers the models. */
    add(input, options = {}) {
      const added = [];
      const result = (Array.isArray(input) ? input : [input]).map((item) => {
        const known = this.get(item.id);
        if (known) {
          if (options.merge) {
            known.set(item.attributes ?? item);
          }
          return known;
        }
        const model = item instanceof this.modelClass ? item : new this.modelClass(item);
        this._models.push(model);
        this._index[String(model.id)] = model;
        model.on('all', this.forward);
        model.collection ??= this;
        added.push(model);
        return model;
      });
      if (!options.silent) {
        added.forEach((model) => this.trigger('add', model, this));
      }
      return result;
    }

    remove(input) {
      for (const item of Array.isArray(input) ? input : [input]) {
        const model = this.get(item);
        if (model) {
          this._models.splice(this._models.indexOf(model), 1);
          delete this._index[String(model.id)];
          this.trigger('remove', model, this);
          model.off('all', this.forward);
        }
      }
      return this;
    }

    reset() {
      this._models.slice().forEach((model) => this.remove(model));
      this.trigger('reset', this);
    }

    get(id) {
      if (id === undefined || id === null) {
        return undefined;
      }
      if (id instanceof this.modelClass) {
        return this._index[String(id.id)];
      }
      return this._index[String(id?._serialized ?? id)] ?? (id.id && this._index[String(id.id)]) ?? undefined;
    }

    assertGet(id) {
      const found = this.get(id);
      if (!found) {
        throw new Error(`No such model: ${id}`);
      }
      return found;
    }

    at(index) {
      return this._models.at(index);
    }

    head() {
      return this._models[0];
    }

    last() {
      return this._models.at(-1);
    }

    getModelsArray() {
      return this._models.slice();
    }

    toArray() {
      return this._models.slice();
    }

    where(values) {
      return this.filter((model) => Object.entries(values).every(([name, value]) => model[name] === value));
    }

    findFirst(predicate) {
      return this._models.find(predicate);
    }

    sort() {
      this.trigger('sort', this);
      return this;
    }

    serialize() {
      return this._models.map((model) => model.serialize());
    }

    toJSON() {
      return this.serialize();
    }
  }

  for (const name of ['map', 'filter', 'forEach', 'some', 'every', 'reduce', 'slice', 'includes', 'indexOf']) {
    Collection.prototype[name] = function (...args) {
      return this._models[name](...args);
    };
  }

  module.exports = Collection;
});

__d('WAWebBaseCollection', (require, module, exports) => {
  const Collection = require('WAWebCollection');

  /** A collection that can ask the server for what it does not have. */
  exports.BaseCollection = class BaseCollection extends Collection {
    async find(id) {
      return this.get(id) ?? this.add(await this.findQuery(id))[0];
    }

    async findQuery(id) {
      return { id };
    }

    async update(id) {
      return this.find(id);
    }

    gadd(id) {
      return this.get(id) ?? this.add({ id })[0];
    }
  };
});
