export { default as DmnModeler } from 'dmn-js/lib/Modeler';
