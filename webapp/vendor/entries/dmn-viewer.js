export { default as DmnViewer } from 'dmn-js/lib/NavigatedViewer';
